package io.kalends.adapters.feishu;

import io.kalends.account.CalDavAccount;
import io.kalends.adapters.feishu.ErrorRow.Sort;
import io.kalends.failure.ActionRequired;
import io.kalends.failure.Failure;
import io.kalends.secret.Secret;

/** The answer to a mint, judged: an account, or one of the four failures. */
final class MintAnswer {

  private final Reply reply;
  private final Verdict verdict;

  MintAnswer(Reply reply, Verdict verdict) {
    this.reply = reply;
    this.verdict = verdict;
  }

  /** Whether the call was refused for its token alone, so that another token may do. */
  boolean refusesTheToken() {
    return verdict.sort() == Sort.TOKEN;
  }

  /**
   * The account, if one was made.
   *
   * @throws Failure sorted
   */
  CalDavAccount account() {
    if (!verdict.isSuccess()) {
      throw verdict.failure();
    }
    String password = reply.data("password");
    if (password.isEmpty()) {
      throw verdict.inDoubt("success without a password");
    }
    try {
      return ServerAddress.parse(reply.data("server_address"))
          .account(reply.data("user_name"), Secret.of(password));
    } catch (IllegalArgumentException e) {
      // Its text names the field and quotes nothing; the cause would add nothing.
      throw verdict.inDoubt("success with an unusable account: " + e.getMessage());
    }
  }

  /** The refusal of the token, told with its code and log id, and whom it now takes to get one. */
  ActionRequired andNoOtherToken(ActionRequired none) {
    Failure refusal = verdict.failure();
    return new ActionRequired(
        none.who(),
        none.where(),
        refusal.getMessage() + "; " + none.getMessage(),
        refusal.exchangeId().orElse(null));
  }
}
