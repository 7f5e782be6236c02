package dev.keaha.controller;

/** The loop: observe, decide, plan, execute, report. */
public final class HaController {
    private HaController() {}
}
