package dev.keaha.testkit.assertions;

import dev.keaha.ha.HaState;
import dev.keaha.testkit.FakeKea;
import dev.keaha.testkit.FakeRelationship;
import java.util.List;
import org.assertj.core.api.AbstractAssert;

/** What fake servers should be doing. A failure shows their states and the timeline. */
public final class RelationshipAssert extends AbstractAssert<RelationshipAssert, FakeRelationship> {

    RelationshipAssert(FakeRelationship actual) {
        super(actual, RelationshipAssert.class);
    }

    /**
     * All in their normal state.
     *
     * @return this
     */
    public RelationshipAssert isNormal() {
        return require(actual.isNormal(), "every server normal");
    }

    /**
     * A server in a state.
     *
     * @param server its name
     * @param state the state
     * @return this
     */
    public RelationshipAssert isIn(String server, HaState state) {
        return require(actual.server(server).state().filter(state::equals).isPresent(), server + " in " + state);
    }

    /**
     * A server that serves exactly these scopes.
     *
     * @param server its name
     * @param scopes peer names; none for a server that answers no client
     * @return this
     */
    public RelationshipAssert serves(String server, String... scopes) {
        return require(
                actual.server(server).servedScopes().equals(List.of(scopes)), server + " serving " + List.of(scopes));
    }

    /**
     * Every server running with the configuration of one of them in a member.
     *
     * @param source the name of the server that has it right
     * @param member a member of {@code Dhcp4} or {@code Dhcp6}, for example {@code subnet4}
     * @return this
     */
    public RelationshipAssert agreesWith(String source, String member) {
        Object wanted = actual.server(source).config().dhcp().get(member);
        for (FakeKea server : actual.servers()) {
            Object found = server.config().dhcp().get(member);
            require(java.util.Objects.equals(wanted, found), server.name() + " with " + member + " of " + source);
        }
        return this;
    }

    private RelationshipAssert require(boolean so, String expected) {
        isNotNull();
        if (!so) {
            failWithMessage("Expected %s, but it is %s%n%s", expected, actual, actual.timeline());
        }
        return this;
    }
}
