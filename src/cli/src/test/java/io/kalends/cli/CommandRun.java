package io.kalends.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** One command, run without a process around it. */
record CommandRun(int exit, String out, String err) {

  static CommandRun of(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit =
        Main.commandLine(new PrintWriter(out, true), new PrintWriter(err, true)).execute(args);
    return new CommandRun(exit, out.toString(), err.toString());
  }

  String everything() {
    return out + err;
  }
}
