package dev.keaha.hook;

import dev.keaha.binding.Binding;
import dev.keaha.config.HookLibrary;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The hook libraries that come with Kea 2.2 to 3.2, those that were sold apart before 3.0 included. */
public enum KnownHook {
    /** BOOTP clients. */
    BOOTP("libdhcp_bootp.so"),
    /** The Control Agent's role-based access control. */
    CA_RBAC(Rbac.class, "libca_rbac.so"),
    /** Commands on the configuration backend. */
    CB_CMDS("libdhcp_cb_cmds.so"),
    /** Commands on classes. */
    CLASS_CMDS("libdhcp_class_cmds.so"),
    /** Names of clients by expressions. */
    DDNS_TUNING(DdnsTuning.class, "libdhcp_ddns_tuning.so"),
    /** Identifiers of clients by expressions. */
    FLEX_ID(FlexId.class, "libdhcp_flex_id.so"),
    /** Options by expressions. */
    FLEX_OPTION(FlexOption.class, "libdhcp_flex_option.so"),
    /** Signed DNS updates; a hook of the DDNS server. */
    GSS_TSIG(GssTsig.class, "libddns_gss_tsig.so"),
    /** High availability; its parameters are in {@code dev.keaha.ha}. */
    HA(HookLibrary.HA),
    /** A cache of reservations. */
    HOST_CACHE(HostCache.class, "libdhcp_host_cache.so"),
    /** Commands on reservations. */
    HOST_CMDS("libdhcp_host_cmds.so"),
    /** Commands on leases. */
    LEASE_CMDS(LeaseCmds.class, HookLibrary.LEASE_CMDS),
    /** Lease queries. */
    LEASE_QUERY(LeaseQuery.class, "libdhcp_lease_query.so"),
    /** The log of who had what lease when. */
    LEGAL_LOG(LegalLog.class, "libdhcp_legal_log.so"),
    /** Limits on rate and number of leases, which stand in the user context of classes and subnets. */
    LIMITS("libdhcp_limits.so"),
    /** MySQL, since Kea 2.7.4. */
    MYSQL("libdhcp_mysql.so"),
    /** The configuration backend on MySQL, before Kea 2.7.4. */
    MYSQL_CB("libdhcp_mysql_cb.so"),
    /** Measurements of duration. */
    PERFMON(PerfMon.class, "libdhcp_perfmon.so"),
    /** PostgreSQL, since Kea 2.7.4. */
    PGSQL("libdhcp_pgsql.so"),
    /** The configuration backend on PostgreSQL, before Kea 2.7.4. */
    PGSQL_CB("libdhcp_pgsql_cb.so"),
    /** Pings before addresses are offered. */
    PING_CHECK(PingCheck.class, "libdhcp_ping_check.so"),
    /** RADIUS. */
    RADIUS(Radius.class, "libdhcp_radius.so"),
    /** Role-based access control. */
    RBAC(Rbac.class, "libdhcp_rbac.so"),
    /** A script at events. */
    RUN_SCRIPT(RunScript.class, "libdhcp_run_script.so"),
    /** Commands on statistics of leases. */
    STAT_CMDS("libdhcp_stat_cmds.so"),
    /** Commands on subnets. */
    SUBNET_CMDS("libdhcp_subnet_cmds.so"),
    /** An example: access by a list of users. */
    USER_CHK("libdhcp_user_chk.so");

    private final @Nullable Class<? extends HookParameters> view;
    private final String fileName;

    KnownHook(String fileName) {
        this(null, fileName);
    }

    KnownHook(@Nullable Class<? extends HookParameters> view, String fileName) {
        this.view = view;
        this.fileName = fileName;
    }

    /**
     * The library's file, wherever the distribution keeps it.
     *
     * @return for example {@code libdhcp_run_script.so}
     */
    public String fileName() {
        return fileName;
    }

    /**
     * The type of its parameters, for {@link HookParameters#read}.
     *
     * @return the type; empty for libraries without parameters, and for the HA hook
     */
    public Optional<Class<? extends HookParameters>> parameters() {
        return Optional.ofNullable(view);
    }

    /**
     * The hook of a library.
     *
     * @param library the library
     * @return the hook; empty where the library is not one of Kea's
     */
    public static Optional<KnownHook> of(HookLibrary library) {
        return Arrays.stream(values())
                .filter(hook -> hook.fileName.equals(library.fileName()))
                .findFirst();
    }

    /**
     * The keys in the parameters of a library that its hook does not have, whatever is below those that it carries
     * unread apart.
     *
     * @param library the library
     * @return their paths from the entry on, such as {@code parameters.nmae}, in the order written; empty for libraries
     *     that are not Kea's, and for the HA hook
     */
    public static List<String> unknownKeys(HookLibrary library) {
        List<String> unknown = new ArrayList<>();
        of(library)
                .filter(hook -> hook != HA)
                .ifPresent(hook -> library.parameters()
                        .ifPresent(parameters -> unknown(parameters, hook.members(), "parameters", unknown)));
        return List.copyOf(unknown);
    }

    private Map<String, Optional<Class<?>>> members() {
        return view == null ? Map.of() : Binding.members(view);
    }

    private static void unknown(
            JsonObject object, Map<String, Optional<Class<?>>> members, String at, List<String> unknown) {
        object.forEach((name, value) -> {
            String path = at + "." + name;
            if (members.containsKey(name)) {
                members.get(name).ifPresent(inner -> within(value, Binding.members(inner), path, unknown));
            } else {
                unknown.add(path);
            }
        });
    }

    private static void within(
            JsonValue value, Map<String, Optional<Class<?>>> members, String at, List<String> unknown) {
        if (value instanceof JsonObject object) {
            unknown(object, members, at, unknown);
        } else if (value instanceof JsonArray array) {
            for (int i = 0; i < array.size(); i++) {
                within(array.get(i), members, at + "[" + i + "]", unknown);
            }
        }
    }
}
