package dev.keaha.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keaha.config.DhcpService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The fake answers as real Kea did, but for the differences that docs/testkit.md lists; those must be real ones. */
class ContractTest {

    @ParameterizedTest
    @CsvSource({"2.2,DHCP4", "2.2,DHCP6", "2.6,DHCP4", "2.6,DHCP6", "3.0,DHCP4", "3.0,DHCP6"})
    void theFakeAnswersAsRealKeaDid(String generation, DhcpService service) {
        Contract contract = Contract.commands(generation, service, true);
        System.out.println(contract);
        assertThat(contract.tried())
                .isGreaterThanOrEqualTo(250)
                .isEqualTo(Recording.read(Recording.name(generation, service, "commands"))
                        .size());
        assertThat(contract.unlisted()).isEmpty();
        assertThat(contract.listedButEqual())
                .as("listed in docs/testkit.md, but there is no difference")
                .isEmpty();
    }

    @Test
    void theListOfDifferencesIsReadable() {
        assertThat(KnownDifferences.read().rows())
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.why()).isNotBlank());
    }
}
