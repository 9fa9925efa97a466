import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Enumeration;
import java.util.HexFormat;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * Keeps libLLVM of a package that holds much else: as a zip file of one entry, packed as it was, and beside it its
 * size and hash. Arguments: the package, the platform, the directory to write to.
 */
public final class KeepLibrary {

  public static void main(String[] arguments) throws Exception {
    Path source = Path.of(arguments[0]);
    String platform = arguments[1];
    Path zip = Path.of(arguments[2]).resolve(platform + ".zip");
    Path properties = Path.of(arguments[2]).resolve(platform + ".properties");
    if (Files.exists(properties) && Files.getLastModifiedTime(properties).compareTo(Files.getLastModifiedTime(source)) > 0) {
      return;
    }
    Files.createDirectories(zip.getParent());
    try (ZipFile all = ZipFile.builder().setPath(source).get();
        ZipArchiveOutputStream kept = new ZipArchiveOutputStream(zip)) {
      ZipArchiveEntry library = library(all, platform);
      kept.addRawArchiveEntry(library, all.getRawInputStream(library));
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (InputStream content = all.getInputStream(library)) {
        byte[] buffer = new byte[1 << 16];
        for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
          digest.update(buffer, 0, count);
        }
      }
      Files.writeString(properties,
          "sha256=" + HexFormat.of().formatHex(digest.digest()) + "\nbytes=" + library.getSize() + "\n");
    }
  }

  private static ZipArchiveEntry library(ZipFile all, String platform) throws IOException {
    Enumeration<ZipArchiveEntry> entries = all.getEntries();
    while (entries.hasMoreElements()) {
      ZipArchiveEntry entry = entries.nextElement();
      String directory = "org/bytedeco/llvm/" + platform + "/";
      if (entry.getName().matches(java.util.regex.Pattern.quote(directory) + "(libLLVM\\.so|libLLVM\\.dylib|LLVM\\.dll)")) {
        return entry;
      }
    }
    throw new IOException("no libLLVM in the package");
  }
}
