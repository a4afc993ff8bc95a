package io.kalends.cli;

import io.kalends.ledger.Entry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The whole road, once, on this machine. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Starts an issuer of the generate_caldav_conf contract on a free loopback port, enrolls an"
          + " iPhone, a Mac and a Pixel of two sample users, mints a credential for each, builds and"
          + " signs, 'pushes' into a folder, reads everything back and checks it.",
      "Without --once the issuer keeps running until Ctrl-C, to be tried with kalends mint."
    })
final class Demo implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "kalends-demo",
      description = "Where to write (default: ${DEFAULT-VALUE}).")
  private Path out = Path.of("");

  @Option(names = "--once", description = "End after the check.")
  private boolean once;

  @Option(names = "--json", description = "Print JSON; only with --once.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    if (json && !once) {
      throw new InvalidInput("--json needs --once");
    }
    Screen screen = new Screen(spec.commandLine().getOut());
    try (DemoCompany company = DemoCompany.open(Output.folder(out))) {
      List<Delivery> deliveries = company.enrollAll();
      Set<Delivery> working =
          deliveries.stream().filter(company::logsIn).collect(Collectors.toSet());
      boolean good =
          working.containsAll(deliveries) && deliveries.stream().allMatch(Delivery::good);
      if (json) {
        screen.json(asJson(company, deliveries, good));
      } else {
        tell(screen, company, deliveries, working);
      }
      if (!good) {
        return ExitCode.CHECK_FAILED.number();
      }
      if (!once) {
        screen.line("");
        company.explainMinting().forEach(screen::line);
        new CountDownLatch(1).await();
      }
      return ExitCode.OK.number();
    }
  }

  private void tell(
      Screen screen, DemoCompany company, List<Delivery> deliveries, Set<Delivery> working) {
    screen.line("Three devices enrolled; each has a CalDAV account of its own:");
    screen.line("");
    List<List<String>> rows = new ArrayList<>();
    for (Delivery delivery : deliveries) {
      Entry entry = delivery.entry();
      rows.add(
          List.of(
              entry.device().name().orElse(""),
              entry.target().orElseThrow().owner().address(),
              delivery.userName() + " at " + delivery.host(),
              entry.target().orElseThrow().exposure().settingName(),
              entry.state() + ", " + entry.proof(),
              working.contains(delivery) ? "yes" : "NO",
              delivery.good() ? "good" : "BAD"));
    }
    screen.table(
        List.of("DEVICE", "OWNER", "ACCOUNT", "EXPOSURE", "STATE, PROOF", "LOGS IN", "CHECK"),
        rows);
    screen.line("");
    deliveries.forEach(
        delivery -> {
          screen.line("  " + delivery.file());
          delivery.findings().forEach(finding -> screen.line("    " + finding));
        });
    screen.line("");
    company.explain(deliveries).forEach(screen::line);
  }

  private static Map<String, Object> asJson(
      DemoCompany company, List<Delivery> deliveries, boolean good) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("good", good);
    values.put("ca", company.caFile().toString());
    values.put("deliveries", deliveries.stream().map(Delivery::asJson).toList());
    return values;
  }
}
