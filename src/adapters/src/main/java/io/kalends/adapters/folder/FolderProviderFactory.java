package io.kalends.adapters.folder;

import io.kalends.mdm.MdmProvider;
import io.kalends.mdm.MdmProviderFactory;
import io.kalends.settings.Settings;
import java.time.Clock;
import java.util.Set;

/** Makes providers of type {@code folder}; their one setting is {@code path}. */
public final class FolderProviderFactory implements MdmProviderFactory {

  /** Called by {@link java.util.ServiceLoader}. */
  public FolderProviderFactory() {}

  @Override
  public String type() {
    return "folder";
  }

  @Override
  public MdmProvider create(Settings settings, Clock clock) {
    settings.refuseUnknown(Set.of("path"));
    return new FolderProvider(settings.path("path").toAbsolutePath().normalize());
  }
}
