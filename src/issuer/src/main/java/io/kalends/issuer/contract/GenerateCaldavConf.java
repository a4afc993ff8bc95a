package io.kalends.issuer.contract;

import io.kalends.edge.Endpoint;
import io.kalends.edge.Exchange;
import io.kalends.edge.Request;
import io.kalends.edge.Response;
import io.kalends.issuer.credential.Credentials;
import io.kalends.issuer.credential.InactiveOwner;
import io.kalends.issuer.credential.Minted;
import io.kalends.issuer.directory.Person;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Mints one credential per call: not repeatable, and the password is never seen again. */
final class GenerateCaldavConf implements Endpoint {

  static final String PATH = "/open-apis/calendar/v4/settings/generate_caldav_conf";

  private static final Logger LOG = LoggerFactory.getLogger(GenerateCaldavConf.class);

  private final Callers callers;
  private final CalendarGate gate;
  private final Credentials credentials;
  private final Rules rules;
  private final DeviceNameReader deviceNames;

  /** People whose call is not answered yet. */
  private final Set<Long> minting = ConcurrentHashMap.newKeySet();

  GenerateCaldavConf(Callers callers, CalendarGate gate, Credentials credentials, Rules rules) {
    this.callers = callers;
    this.gate = gate;
    this.credentials = credentials;
    this.rules = rules;
    this.deviceNames = new DeviceNameReader(rules.acceptsTextPlain());
  }

  @Override
  public Response answer(Request request, Exchange exchange) {
    Callers.Caller caller = callers.caller(request);
    Person owner = caller.access().person();
    gate.pass(caller.app(), owner.tenant());
    String deviceName = deviceNames.deviceName(request);
    if (!owner.isActive()) {
      throw new Refusal(ContractError.USER_GONE);
    }
    Minted minted = mintAlone(owner, deviceName);
    // Not the device name: callers choose it, and a log is no place for what they choose.
    LOG.info(
        "minted credential {} for {}, log_id={}",
        minted.credential().id(),
        owner.email(),
        exchange.logId());
    return Replies.success(
        data ->
            data.put("password", minted.password())
                .put("user_name", minted.credential().userName())
                .put("server_address", rules.serverAddress())
                .put("device_name", deviceName));
  }

  private Minted mintAlone(Person owner, String deviceName) {
    if (!rules.mintsOneAtATime()) {
      return mint(owner, deviceName);
    }
    if (!minting.add(owner.id())) {
      throw new Refusal(ContractError.CONTENTION);
    }
    try {
      return mint(owner, deviceName);
    } finally {
      minting.remove(owner.id());
    }
  }

  private Minted mint(Person owner, String deviceName) {
    try {
      return rules.replacesSameName()
          ? credentials.mintInPlace(owner, deviceName)
          : credentials.mint(owner, deviceName);
    } catch (InactiveOwner e) {
      throw new Refusal(ContractError.USER_GONE);
    }
  }
}
