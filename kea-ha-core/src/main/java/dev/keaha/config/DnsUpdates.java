package dev.keaha.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalLong;

/** How names get into DNS. What is absent is inherited from what is around. */
public sealed interface DnsUpdates permits NetworkParameters, Pool4, Pool6 {

    /**
     * Whether DNS is updated.
     *
     * @return Kea's default is true; empty where absent
     */
    @JsonProperty("ddns-send-updates")
    Optional<Boolean> ddnsSendUpdates();

    /**
     * Whether DNS is updated also where the client asks for none.
     *
     * @return Kea's default is false; empty where absent
     */
    @JsonProperty("ddns-override-no-update")
    Optional<Boolean> ddnsOverrideNoUpdate();

    /**
     * Whether DNS is updated also where the client wants to do it itself.
     *
     * @return Kea's default is false; empty where absent
     */
    @JsonProperty("ddns-override-client-update")
    Optional<Boolean> ddnsOverrideClientUpdate();

    /**
     * When the client's name is replaced by one that Kea makes.
     *
     * @return {@code never}, {@code always}, {@code when-present} or {@code when-not-present}; Kea's default is
     *     never; empty where absent
     */
    @JsonProperty("ddns-replace-client-name")
    Optional<String> ddnsReplaceClientName();

    /**
     * What made names begin with.
     *
     * @return Kea's default is {@code myhost}; empty where absent
     */
    @JsonProperty("ddns-generated-prefix")
    Optional<String> ddnsGeneratedPrefix();

    /**
     * What is put behind a partial name.
     *
     * @return a domain, by default empty; empty where absent
     */
    @JsonProperty("ddns-qualifying-suffix")
    Optional<String> ddnsQualifyingSuffix();

    /**
     * Whether DNS is updated at each renewal, changed or not.
     *
     * @return Kea's default is false; empty where absent
     */
    @JsonProperty("ddns-update-on-renew")
    Optional<Boolean> ddnsUpdateOnRenew();

    /**
     * How DNS updates treat entries of somebody else.
     *
     * @return {@code check-with-dhcid}, {@code no-check-with-dhcid}, {@code check-exists-with-dhcid} or {@code
     *     no-check-without-dhcid}; Kea's default is the first; empty where absent
     */
    @JsonProperty("ddns-conflict-resolution-mode")
    Optional<String> ddnsConflictResolutionMode();

    /**
     * The TTL of DNS entries as a part of the lifetime.
     *
     * @return above 0 and up to 1; a third where absent; empty where absent
     */
    @JsonProperty("ddns-ttl-percent")
    Optional<BigDecimal> ddnsTtlPercent();

    /**
     * The TTL of DNS entries, whatever the lifetime.
     *
     * @return seconds; empty where absent
     */
    @JsonProperty("ddns-ttl")
    OptionalLong ddnsTtl();

    /**
     * The least TTL of DNS entries.
     *
     * @return seconds; empty where absent
     */
    @JsonProperty("ddns-ttl-min")
    OptionalLong ddnsTtlMin();

    /**
     * The greatest TTL of DNS entries.
     *
     * @return seconds; empty where absent
     */
    @JsonProperty("ddns-ttl-max")
    OptionalLong ddnsTtlMax();

    /**
     * The characters that are replaced in names.
     *
     * @return a regular expression of one character class; empty switches it off; empty where absent
     */
    @JsonProperty("hostname-char-set")
    Optional<String> hostnameCharSet();

    /**
     * What they are replaced with.
     *
     * @return any text, by default empty; empty where absent
     */
    @JsonProperty("hostname-char-replacement")
    Optional<String> hostnameCharReplacement();
}
