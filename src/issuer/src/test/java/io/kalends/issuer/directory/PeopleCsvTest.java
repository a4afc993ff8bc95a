package io.kalends.issuer.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeopleCsvTest {

  private static final Set<String> TENANTS = Set.of("acme");

  @Test
  void aHeaderAndALineAreEnough() {
    assertThat(read("email,name\nAnna@Example.com,Anna Example\n"))
        .containsExactly(User.in("acme", "anna@example.com", "Anna Example"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "email,name\na@b.c,\"Li, \"\"Anna\"\"\"\n",
        "\ufeffemail,name\r\na@b.c,\"Li, \"\"Anna\"\"\"\r\n",
        "NAME , EMAIL\n\"Li, \"\"Anna\"\"\",a@b.c",
        "\n\nemail,name\n\n\"a@b.c\",\"Li, \"\"Anna\"\"\"\n\n",
      })
  void quotesByteOrderMarksAndLineEndsAreAsSpreadsheetsWriteThem(String csv) {
    assertThat(read(csv)).containsExactly(User.in("acme", "a@b.c", "Li, \"Anna\""));
  }

  @Test
  void everyColumnIsKept() {
    User anna =
        Directory.people(
                """
                status,tenant,email,name,enName,mobile,employeeNo,enterpriseEmail
                frozen,beta,anna@example.com,安娜,Anna,+41791234567,0042,a.li@corp.example
                """,
                Set.of("acme", "beta"))
            .get(0);
    assertThat(anna)
        .isEqualTo(
            User.in("beta", "anna@example.com", "安娜")
                .with(new Person.Profile("Anna", "+41791234567", "0042", "a.li@corp.example"))
                .as(Person.Status.FROZEN));
  }

  @Test
  void everyMistakeIsNamedWithItsLineAndNothingIsTaken() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    email,name,status
                    a@b.c,Anna,
                    nobody,Ben,
                    "d@e.f","Two
                    lines",
                    A@b.c,Anna again,
                    g@h.i,Gina
                    j@k.l,,
                    m@n.o,Max,gone
                    """))
        .isInstanceOf(InvalidDirectory.class)
        .hasMessage(
            """
            csv: line 3: email: is no e-mail address; write for example anna@example.com
            line 4: name: must have 200 characters at most and no control characters
            line 6: email: occurs in line 2 too; keep one of them
            line 7: cells: has 2, the header has 3
            line 8: name: must have 1 to 200 characters
            line 9: status: must be one of ACTIVE, FROZEN, RESIGNED, UNREGISTERED, or empty""");
  }

  @Test
  void twentyMistakesAreShownAndTheRestCounted() {
    assertThatThrownBy(() -> read("email,name\n" + "nobody,Nobody\n".repeat(25)))
        .hasMessageContaining("line 21: ")
        .hasMessageNotContaining("line 22: ")
        .hasMessageEndingWith("and 5 more");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "~~                           | is empty",
        "email                        | line 1: column name is missing",
        "email;name                   | line 1: a column that nobody knows; known are email",
        "email,name,e-mail            | line 1: a column that nobody knows",
        "email,name,Name              | line 1: column name occurs twice",
        "email,name/a@b.c,\"Anna      | line 2: a quote is opened and never closed",
        "email,name/a@b.c,\"An\"na    | line 2: something stands behind the closing quote",
        "email,name/a@b.c,An\"na      | line 2: a quote inside a cell",
        "email,name,tenant/a@b.c,A,zz | line 2: tenant: must be one of acme",
      })
  void whatIsNoTableOfPeopleIsRefused(String csv, String complaint) {
    assertThatThrownBy(() -> read(csv.replace('/', '\n')))
        .isInstanceOf(InvalidDirectory.class)
        .hasMessageContaining(complaint);
  }

  @Test
  void whoIsWhereHasToBeSaidWhenThereAreSeveralTenants() {
    assertThatThrownBy(() -> Directory.people("email,name\na@b.c,Anna", Set.of("acme", "beta")))
        .hasMessageContaining("line 2: tenant: must be one of");
  }

  private static List<User> read(String csv) {
    return Directory.people(csv, TENANTS);
  }
}
