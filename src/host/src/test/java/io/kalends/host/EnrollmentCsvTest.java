package io.kalends.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kalends.edge.config.InvalidSetting;
import io.kalends.enrollment.Channel;
import io.kalends.enrollment.Device;
import io.kalends.enrollment.DeviceJson;
import io.kalends.enrollment.EnrollmentId;
import io.kalends.enrollment.Platform;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnrollmentCsvTest {

  private static final Device PHONE =
      Device.enrolled(new EnrollmentId("UDID-1"), Platform.IOS)
          .name("Anna's, phone")
          .ownerHint("anna@example.org")
          .build();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "enrollment,platform,name,owner\nUDID-1,ios,\"Anna's, phone\",anna@example.org\n",
        "\ufeffEnrollment ID;PLATFORM;Device-Name;e_mail\r\nUDID-1;iOS;Anna's, phone;anna@example.org\r\n",
        "owner\tname\tplatform\tenrollment\nanna@example.org\tAnna's, phone\tIOS\tUDID-1",
        "enrollment,platform,name,owner,,\n\nUDID-1 ,\u00a0ios,\"Anna's, phone\",anna@example.org,,\n,,,,,\n",
      })
  void tablesAreReadAsSpreadsheetsWriteThem(String csv) {
    assertThat(EnrollmentCsv.read(csv))
        .extracting(DeviceJson::write)
        .containsExactly(DeviceJson.write(PHONE));
  }

  @Test
  void everyColumnIsKept() {
    Device user =
        EnrollmentCsv.read(
                """
                enrollment,platform,parent,name,model,osVersion,serial,owner
                MAC:1,macos,MAC,Desk,MacBook Air,15.1,C02XX,ben@example.org
                """)
            .get(0);
    assertThat(user.channel()).isEqualTo(Channel.USER);
    assertThat(DeviceJson.write(user))
        .isEqualTo(
            "{\"id\":\"MAC:1\",\"platform\":\"MACOS\",\"parent\":\"MAC\",\"name\":\"Desk\","
                + "\"model\":\"MacBook Air\",\"osVersion\":\"15.1\",\"serial\":\"C02XX\","
                + "\"owner\":\"ben@example.org\"}");
  }

  @Test
  void cellsThatAreLeftOutAtTheEndAreEmpty() {
    assertThat(EnrollmentCsv.read("enrollment,platform,owner\nUDID-1,ios\n").get(0).ownerHint())
        .isEmpty();
  }

  @Test
  void everyMistakeIsNamedByLineAndColumn() {
    assertThatThrownBy(
            () ->
                EnrollmentCsv.read(
                    """
                    enrollment,platform,parent,serial,name
                    A,ios,,,
                    ,ios,,,
                    B,windows,,,
                    C,macos,C,,
                    A,ios,,,
                    1.23457E+14,android,,,
                    D,android,,"3,5e+11",
                    E,ios,,,x,y
                    F,ios,,,"two
                    lines"
                    """))
        .isInstanceOf(InvalidSetting.class)
        .hasMessage(
            """
            csv: line 3: enrollment: enrollment id is empty
            line 4: platform: must be one of ios, ipados, macos, visionos, android
            line 5: parent: is the enrollment itself; leave it empty, or name it
            line 6: enrollment: occurs in line 2 too; keep one of them
            line 7: enrollment: was shortened by a spreadsheet; format the column as text and export again
            line 8: serial: was shortened by a spreadsheet; format the column as text and export again
            line 9: cells: has 6, the header has 5
            line 10: name: holds a control character or a line break; take it out""");
  }

  @Test
  void twentyMistakesAreShownAndTheRestCounted() {
    assertThatThrownBy(() -> EnrollmentCsv.read("enrollment,platform\n" + "A,x\n".repeat(25)))
        .hasMessageContaining("line 21: ")
        .hasMessageNotContaining("line 22: ")
        .hasMessageEndingWith("and 5 more");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "~~                          | is empty",
        "enrollment                  | line 1: column platform is missing",
        "enrollment,platform,email,owner | line 1: column owner occurs twice",
        "enrollment,,platform        | line 1: column 2: nobody knows it; known are enrollment",
        "enrollment,platform/\"A,ios | line 2: a quote is opened and never closed",
        "enrollment,platform/=\"1\",ios | line 2: a quote inside a cell",
      })
  void whatIsNoTableOfEnrollmentsIsRefused(String csv, String complaint) {
    assertThatThrownBy(() -> EnrollmentCsv.read(csv.replace('/', '\n')))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining(complaint);
  }
}
