"""What a calendar program does, with python-caldav: prints what it sees, one event a line.

Usage: caldav_client.py create|read URL USER UID   (the password is the first line of the input)
"""

import datetime
import sys

import caldav


def main() -> None:
    action, url, user, uid = sys.argv[1:5]
    password = sys.stdin.readline().rstrip("\n")
    with caldav.DAVClient(url=url, username=user, password=password) as client:
        principal = client.principal()
        print("principal", principal.url.path)
        if action == "create":
            calendar = principal.make_calendar(name="Work", cal_id="work")
            start = datetime.datetime(2026, 11, 23, 9, 0, tzinfo=datetime.timezone.utc)
            calendar.add_event(
                uid=uid,
                dtstart=start,
                dtend=start + datetime.timedelta(hours=1),
                summary="Stand-up \u00fcber alles",
                # Larger than what a proxy keeps in memory.
                description="long." * 40_000,
            )
        for calendar in principal.calendars():
            for event in calendar.events():
                component = event.icalendar_component
                print("event", component["uid"], component["summary"], len(component["description"]))


main()
