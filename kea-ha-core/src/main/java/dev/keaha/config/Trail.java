package dev.keaha.config;

import org.jspecify.annotations.Nullable;

/**
 * The way to a value of a tree, so that a path is written out only for what is found.
 *
 * @param around the way to the object or list that holds it, null at the root
 * @param name the member's name, null for an element of a list
 * @param index the element's index
 */
record Trail(@Nullable Trail around, @Nullable String name, int index) {

    static Trail root(String name) {
        return new Trail(null, name, 0);
    }

    Trail member(String name) {
        return new Trail(this, name, 0);
    }

    Trail element(int index) {
        return new Trail(this, null, index);
    }

    /** The JSON path. */
    @Override
    public String toString() {
        String step = name == null ? "[" + index + "]" : name;
        return around == null ? step : around + (name == null ? "" : ".") + step;
    }
}
