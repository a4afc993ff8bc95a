package io.kalends.adapters.feishu;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The codes that the answers to one kind of call may hold. {@code src/docs/adapters/feishu.md}
 * shows the same tables to administrators.
 */
final class ErrorTable {

  /** For {@code generate_caldav_conf}, and what a gateway may pass through from elsewhere. */
  static final ErrorTable MINTING =
      new ErrorTable(List.of(CalendarErrors.ROWS, GatewayErrors.ROWS, GrantErrors.ROWS));

  /** For the token endpoint and {@code user_info}. */
  static final ErrorTable CONSENT =
      new ErrorTable(List.of(ConsentErrors.ROWS, GatewayErrors.ROWS, GrantErrors.ROWS));

  private final Map<Long, ErrorRow> byCode;

  private ErrorTable(List<List<ErrorRow>> parts) {
    this.byCode =
        parts.stream()
            .flatMap(List::stream)
            .collect(Collectors.toUnmodifiableMap(ErrorRow::code, Function.identity()));
  }

  Optional<ErrorRow> row(long code) {
    return Optional.ofNullable(byCode.get(code));
  }

  List<ErrorRow> rows() {
    return List.copyOf(byCode.values());
  }
}
