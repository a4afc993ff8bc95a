package io.kalends.profile;

import com.dd.plist.NSDictionary;
import io.kalends.finding.Finding;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A template, checked and compiled when it is made: for every set of values that can be given, the
 * pruned tree is written out canonically with slots in it, filled once with sample values and held
 * against Apple's table. So a template that loads cannot produce a profile that deviates.
 */
final class Template {

  private static final int SOME_CHARS = 4096;

  private final Set<Placeholder> uses;
  private final Set<Placeholder.Given> optional;
  private final Map<Set<Placeholder.Given>, List<Piece>> variants = new HashMap<>();

  /**
   * Checks and compiles.
   *
   * @param file as it is named in errors
   * @param tree what was read from it
   * @throws InvalidTemplate naming file, place and fix
   */
  Template(String file, NSDictionary tree) {
    new TemplateShape(file).require(tree);
    this.uses = TemplateTree.placeholders(tree);
    this.optional = EnumSet.noneOf(Placeholder.Given.class);
    uses.forEach(placeholder -> optional.add(placeholder.given()));
    optional.remove(Placeholder.Given.ALWAYS);
    // Everything given comes first: there the places in an error are those of the file.
    for (int set = (1 << optional.size()) - 1; set >= 0; set--) {
      Set<Placeholder.Given> given = subset(set);
      variants.put(given, checked(file, given, tree));
    }
  }

  boolean uses(Placeholder placeholder) {
    return uses.contains(placeholder);
  }

  /**
   * Writes one profile.
   *
   * @param values {@link XmlValue encoded}; exactly the placeholders used whose value is given
   * @return the property list
   */
  String fill(Map<Placeholder, String> values) {
    Set<Placeholder.Given> given = EnumSet.of(Placeholder.Given.ALWAYS);
    values.keySet().forEach(placeholder -> given.add(placeholder.given()));
    StringBuilder xml = new StringBuilder(SOME_CHARS);
    for (Piece piece : variant(given)) {
      if (piece instanceof Piece.Fixed fixed) {
        xml.append(fixed.xml());
      } else if (piece instanceof Piece.Slot slot) {
        xml.append(value(values, slot.placeholder()));
      }
    }
    return xml.toString();
  }

  private static String value(Map<Placeholder, String> values, Placeholder placeholder) {
    String value = values.get(placeholder);
    if (value == null) {
      throw new IllegalStateException("no value for " + placeholder);
    }
    return value;
  }

  private List<Piece> variant(Set<Placeholder.Given> given) {
    List<Piece> pieces = variants.get(given);
    if (pieces == null) {
      throw new IllegalStateException("no variant of the template for " + given);
    }
    return pieces;
  }

  private Set<Placeholder.Given> subset(int bits) {
    Set<Placeholder.Given> subset = EnumSet.of(Placeholder.Given.ALWAYS);
    int bit = 0;
    for (Placeholder.Given given : optional) {
      if (((bits >> bit++) & 1) == 1) {
        subset.add(given);
      }
    }
    return subset;
  }

  private static List<Piece> checked(String file, Set<Placeholder.Given> given, NSDictionary tree) {
    List<Piece> pieces = CanonicalPlist.pieces(TemplateTree.withOnly(given, tree));
    StringBuilder xml = new StringBuilder(SOME_CHARS);
    for (Piece piece : pieces) {
      xml.append(
          piece instanceof Piece.Fixed fixed
              ? fixed.xml()
              : SampleValues.of(((Piece.Slot) piece).placeholder()));
    }
    NSDictionary sample = ProfileReader.read(xml.toString().getBytes(StandardCharsets.UTF_8));
    for (Finding finding : AppleKeyTable.strictDeviations(sample)) {
      if (finding.severity() == Finding.Severity.ERROR) {
        throw new InvalidTemplate(file, finding.where(), finding.text() + without(given));
      }
    }
    return pieces;
  }

  private static String without(Set<Placeholder.Given> given) {
    Set<Placeholder.Given> missing = EnumSet.complementOf(EnumSet.copyOf(given));
    return missing.isEmpty() ? "" : " (in a profile without some optional values)";
  }
}
