package io.kalends.adapters.folder;

import io.kalends.mdm.MdmProvider;
import io.kalends.mdm.MdmProviderFactory;
import io.kalends.settings.Settings;
import java.nio.file.Path;
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
    return new FolderProvider(folder(settings));
  }

  /**
   * A folder with a {@code task.json} beside each delivery, for an adapter whose other half reports
   * back: it says what is to be done and under which id. A removal leaves the task alone there.
   *
   * @param settings of which {@code path} is read
   * @return to be closed by the caller
   * @throws io.kalends.settings.InvalidSetting when there is no path
   */
  public static MdmProvider withTasks(Settings settings) {
    return new FolderProvider(folder(settings), true);
  }

  private static Path folder(Settings settings) {
    return settings.path("path").toAbsolutePath().normalize();
  }
}
