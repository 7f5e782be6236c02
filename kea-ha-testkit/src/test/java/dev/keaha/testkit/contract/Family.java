package dev.keaha.testkit.contract;

import dev.keaha.config.DhcpService;
import dev.keaha.json.Json;
import dev.keaha.json.JsonObject;

/** The words and addresses in which DHCPv4 and DHCPv6 differ. Subnets 1 and 2 are configured, the others free. */
record Family(DhcpService service) {

    boolean v4() {
        return service == DhcpService.DHCP4;
    }

    String prefix(int subnet) {
        return v4() ? net(subnet) + ".0/24" : net(subnet) + "::/64";
    }

    private static String third(int subnet) {
        return subnet == 1 ? "192.0.2" : subnet == 2 ? "198.51.100" : "10.0." + subnet;
    }

    private String net(int subnet) {
        return v4() ? third(subnet) : "2001:db8:" + subnet;
    }

    String address(int subnet, int host) {
        return v4() ? net(subnet) + "." + host : net(subnet) + "::" + Integer.toHexString(host);
    }

    String pool(int subnet, int from, int to) {
        return address(subnet, from) + " - " + address(subnet, to);
    }

    String subnets() {
        return service.subnets();
    }

    String lease(String what) {
        return (v4() ? "lease4-" : "lease6-") + what;
    }

    JsonObject subnet(int id) {
        return Json.object("id", id, "subnet", prefix(id));
    }

    /** A lease as the lease commands take it. */
    JsonObject lease(int subnet, int host) {
        return v4()
                ? Json.object("ip-address", address(subnet, host), "hw-address", "01:02:03:04:05:06")
                : Json.object("ip-address", address(subnet, host), "duid", "01:02:03:04:05:06", "iaid", 7);
    }

    /** An option with addresses. */
    JsonObject option(String data) {
        return Json.object("name", v4() ? "routers" : "dns-servers", "data", data);
    }

    String addresses() {
        return v4() ? "ip-address" : "ip-addresses";
    }

    JsonObject reservation(int subnet, int host) {
        return Json.object(
                "hw-address",
                "01:02:03:04:05:06",
                addresses(),
                v4() ? address(subnet, host) : Json.array(address(subnet, host)),
                "hostname",
                "reserved");
    }
}
