package dev.keaha.config;

import java.util.Optional;

/** The two DHCP daemons of Kea; each is its own service with its own configuration and its own HA relationships. */
public enum DhcpService {
    /** kea-dhcp4. */
    DHCP4("dhcp4", "Dhcp4", "subnet4"),
    /** kea-dhcp6. */
    DHCP6("dhcp6", "Dhcp6", "subnet6");

    private final String word;
    private final String root;
    private final String subnets;

    DhcpService(String word, String root, String subnets) {
        this.word = word;
        this.root = root;
        this.subnets = subnets;
    }

    /**
     * The word in the {@code service} list of a command.
     *
     * @return {@code dhcp4} or {@code dhcp6}
     */
    public String word() {
        return word;
    }

    /**
     * Which IP it serves: the digit in the names of commands such as {@code lease4-get}.
     *
     * @return 4 or 6
     */
    public int family() {
        return this == DHCP4 ? 4 : 6;
    }

    /**
     * The member that holds this daemon's configuration.
     *
     * @return {@code Dhcp4} or {@code Dhcp6}
     */
    public String root() {
        return root;
    }

    /**
     * The member that holds the list of subnets.
     *
     * @return {@code subnet4} or {@code subnet6}
     */
    public String subnets() {
        return subnets;
    }

    /**
     * The service of a word.
     *
     * @param word {@code dhcp4} or {@code dhcp6}
     * @return the service, or empty for any other word
     */
    public static Optional<DhcpService> of(String word) {
        for (DhcpService service : values()) {
            if (service.word.equals(word)) {
                return Optional.of(service);
            }
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return word;
    }
}
