package io.kalends.issuer.contract;

import io.kalends.issuer.credential.Credentials;
import io.kalends.issuer.credential.Minted;
import io.kalends.issuer.directory.Person;
import io.kalends.issuer.http.Endpoint;
import io.kalends.issuer.http.Exchange;
import io.kalends.issuer.http.Request;
import io.kalends.issuer.http.Response;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Mints one credential per call: not repeatable, and the password is never seen again. */
final class GenerateCaldavConf implements Endpoint {

  static final String PATH = "/open-apis/calendar/v4/settings/generate_caldav_conf";

  private static final Logger LOG = LoggerFactory.getLogger(GenerateCaldavConf.class);

  private final Callers callers;
  private final RateLimit rateLimit;
  private final DeviceNameReader deviceNames;
  private final Credentials credentials;
  private final String serverAddress;
  private final Replies replies;

  GenerateCaldavConf(
      Callers callers,
      RateLimit rateLimit,
      DeviceNameReader deviceNames,
      Credentials credentials,
      String serverAddress,
      Replies replies) {
    this.callers = callers;
    this.rateLimit = rateLimit;
    this.deviceNames = deviceNames;
    this.credentials = credentials;
    this.serverAddress = serverAddress;
    this.replies = replies;
  }

  @Override
  public Response answer(Request request, Exchange exchange) {
    Callers.Caller caller = callers.caller(request);
    Person owner = caller.access().person();
    rateLimit.pass(caller.app().id(), owner.tenant());
    String deviceName = deviceNames.deviceName(request);
    if (!owner.isActive()) {
      throw new Refusal(ContractError.USER_GONE);
    }
    Minted minted = credentials.mint(owner, deviceName);
    // Not the device name: callers choose it, and a log is no place for what they choose.
    LOG.info(
        "minted credential {} for {}, log_id={}",
        minted.credential().id(),
        owner.email(),
        exchange.logId());
    Map<String, String> data = new LinkedHashMap<>();
    data.put("password", minted.password());
    data.put("user_name", minted.credential().userName());
    data.put("server_address", serverAddress);
    data.put("device_name", deviceName);
    return replies.success(data);
  }
}
