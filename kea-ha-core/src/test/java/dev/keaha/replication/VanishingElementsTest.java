package dev.keaha.replication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keaha.config.DhcpService;
import dev.keaha.config.KeaConfig;
import dev.keaha.json.Json;
import dev.keaha.json.JsonPath;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VanishingElementsTest {

    private static final String BEFORE =
            "{'subnet4':[{'id':1,'pools':[{'pool':'a'}],'option-data':[{'name':'o'}]},{'id':2}],"
                    + "'shared-networks':[{'name':'n','subnet4':[{'id':3}]}],'reservations':[{'duid':'1'}],"
                    + "'client-classes':[{'name':'c','option-data':[{'name':'o'}]}],"
                    + "'option-data':[{'name':'p'},{'name':'q'}],'valid-lifetime':1,'loggers':[{'name':'l'}]}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'valid-lifetime':2}                                           | []",
                "{'valid-lifetime':null,'loggers':[]}                           | []",
                "{'subnet4':[{'id':2}]}                                         | [subnet4[id=1]]",
                "{'subnet4':[{'id':2},{'id':1}]}                                | [subnet4[id=1].pools[a], subnet4[id=1].option-data[name=o]]",
                "{'subnet4':[{'id':2},{'id':1,'pools':[],'option-data':[{'name':'o','data':'x'}]}]} | [subnet4[id=1].pools[a]]",
                "{'subnet4':null}                                               | [subnet4[id=1], subnet4[id=2]]",
                "{'subnet4':'gone'}                                             | [subnet4[id=1], subnet4[id=2]]",
                "{'shared-networks':[]}                                         | [shared-networks[n]]",
                "{'shared-networks':[{'name':'n','subnet4':[]}]}                | [shared-networks[n].subnet4[id=3]]",
                "{'reservations':[{'duid':'2'}]}                                | [reservations[duid=1]]",
                "{'option-data':[{'name':'q','data':'new'}]}                    | [option-data[name=p]]",
                "{'client-classes':[]}                                          | [client-classes[c].option-data[name=o]]",
                "{'client-classes':null}                                        | [client-classes[c].option-data[name=o]]",
                "{'client-classes':[{'name':'c','option-data':[]}]}             | [client-classes[c].option-data[name=o]]"
            })
    void namesWhatAMergePatchWouldDrop(String patch, String expected) {
        KeaConfig before = KeaConfig.of(DhcpService.DHCP4, Json.parseObject(BEFORE.replace('\'', '"')));
        KeaConfig after = before.with(dhcp -> dhcp.patched(Json.parseObject(patch.replace('\'', '"'))));

        assertThat(VanishingElements.between(before, after).stream()
                        .map(JsonPath::toString)
                        .toList())
                .hasToString(expected);
    }
}
