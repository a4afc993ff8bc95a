package io.kalends.testkit.mdm;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Tells the service, again and again until it says 200: what a good MDM does. */
final class WebhookSender implements AutoCloseable {

  private static final int SENDERS = 16;
  private static final int AGAIN_MILLIS = 100;

  private final CallbackSignature signature;
  private final ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
  private final AtomicInteger waiting = new AtomicInteger();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();
  private volatile URI url = URI.create("http://127.0.0.1:1/");

  WebhookSender(CallbackSignature signature) {
    this.signature = signature;
  }

  void telling(URI service) {
    url = service;
  }

  void send(byte[] body) {
    waiting.incrementAndGet();
    senders.execute(() -> attempt(body));
  }

  int waiting() {
    return waiting.get();
  }

  @Override
  public void close() {
    senders.shutdownNow();
  }

  private void attempt(byte[] body) {
    if (told(body)) {
      waiting.decrementAndGet();
    } else if (!senders.isShutdown()) {
      CompletableFuture.delayedExecutor(AGAIN_MILLIS, TimeUnit.MILLISECONDS, senders)
          .execute(() -> attempt(body));
    }
  }

  private boolean told(byte[] body) {
    HttpRequest request =
        HttpRequest.newBuilder(url)
            .timeout(Duration.ofSeconds(10))
            .header("Content-Type", "application/json")
            .header(CallbackSignature.HEADER, signature.now(body))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    try {
      int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
      if (status == 400 || status == 401) {
        throw new IllegalStateException("the service refuses a genuine webhook with " + status);
      }
      return status == 200;
    } catch (IOException gone) {
      // It is being restarted; told again.
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
