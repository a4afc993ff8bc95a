package io.kalends.issuer.sandbox.caldav;

/**
 * In what a mode differs. A calendar query of the dialect may also find nothing at all; the other
 * reading, every object without its data, is the one served here.
 *
 * @param getsObjects GET of one object gives its text; else 403 (python-caldav issue 459)
 * @param writable PUT and DELETE work; else 409 and 403
 * @param queryCarriesData a calendar query gives what was asked; else it gives every object of the
 *     calendar with the data missing, whatever the filter
 * @param syncs there is a sync-token and its report
 * @param restlessTag the collection's tag changes every second whatever happens; else it changes
 *     with the content
 * @param encodesLineFeeds line feeds in XML are character references, as carriage returns always
 *     are
 * @param tellsPrivileges it says beforehand what a client may do. Unknown for the cloud service:
 *     assumed not, so that clients have to cope with a refusal
 */
record Quirks(
    boolean getsObjects,
    boolean writable,
    boolean queryCarriesData,
    boolean syncs,
    boolean restlessTag,
    boolean encodesLineFeeds,
    boolean tellsPrivileges) {

  static Quirks of(Mode mode) {
    return switch (mode) {
      case DIALECT -> new Quirks(false, false, false, false, true, true, false);
      case STANDARDS -> new Quirks(true, true, true, true, false, false, true);
    };
  }

  /** The methods of the Allow header. */
  String methods() {
    return "OPTIONS, PROPFIND, REPORT" + (writable ? ", GET, HEAD, PUT, DELETE, PROPPATCH" : "");
  }
}
