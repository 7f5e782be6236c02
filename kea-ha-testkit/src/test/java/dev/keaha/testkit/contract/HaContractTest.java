package dev.keaha.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keaha.config.DhcpService;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The fake goes through its states as real Kea did, but for the differences that docs/testkit.md lists. */
@Tag("exhaustive")
class HaContractTest {

    @ParameterizedTest
    @CsvSource({"2.2,DHCP4", "2.2,DHCP6", "2.6,DHCP4", "2.6,DHCP6", "3.0,DHCP4", "3.0,DHCP6"})
    void theFakeMovesAsRealKeaDid(String generation, DhcpService service) {
        Contract contract = Contract.transitions(generation, service, true);
        System.out.println("HA, " + contract);
        assertThat(contract.tried())
                .isEqualTo(Recording.read(Recording.name(generation, service, "transitions"))
                        .size());
        assertThat(contract.unlisted()).isEmpty();
        assertThat(contract.listedButEqual())
                .as("listed in docs/testkit.md, but there is no difference")
                .isEmpty();
    }
}
