package dev.keaha.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TrailTest {

    @Test
    void writesAPath() {
        Trail subnet = Trail.root("Dhcp4").member("subnet4").element(3);
        assertThat(subnet).hasToString("Dhcp4.subnet4[3]");
        assertThat(subnet.member("pools").element(0).member("pool")).hasToString("Dhcp4.subnet4[3].pools[0].pool");
        assertThat(Trail.root("a").element(1).element(2)).hasToString("a[1][2]");
    }
}
