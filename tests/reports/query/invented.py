"""A small invented collection in two parts, whose answers to every filter are plain to see.

`one` is told by article alpha (July 2025); `two` by beta (March 2020), which adds to records of `one`. Every fact cites
the same words: what counts is which article.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from models.storage.database import Database
from seeds.format.files import SHIPPED, shipped_files
from seeds.loading.loader import load
from tests.seedfiles import load_folder

TEXT = "Some words of {}."


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


SPANS = f"start,end,digest\n0,4,{digest(TEXT[:4])}\n"
ARTICLE = """\
article:
  slug: {slug}
  name: {{en: Article {slug}, ar: مقال {slug}}}
  language: en
  published: {published}
  published_basis: stated
  digest: {digest}
  length: {length}
  cite: [[0, 4]]
"""
ONE = """\
countries:
  - extend: uzbekistan
    relations:
      - {type: cooperates_with, object: china, sector: ai, cite: [[0, 4]]}
  - extend: russia
    relations:
      - {type: competes_with, object: china, context: algeria, statement: aim, period: 2024, cite: [[0, 4]]}
      - {type: attacks, object: ukraine, cite: [[0, 4]]}
organizations:
  - {slug: park, kind: technology_park, country: UZ, name: {en: Park, ar: حديقة}, cite: [[0, 4]],
     sectors: [{sector: digital, cite: [[0, 4]]}]}
  - {slug: telecom, kind: company, country: CN, name: {en: Telecom, ar: اتصالات}, cite: [[0, 4]],
     identifiers: [{scheme: lei, value: X77}]}
people:
  - slug: darwish
    name: {en: Darwish, ar: درويش}
    country: EG
    cite: [[0, 4]]
    positions:
      - {holder: park, title: {en: Head, ar: رئيس}, former: true, cite: [[0, 4]]}
  - slug: leader
    name: {en: Leader, ar: زعيم}
    country: CN
    cite: [[0, 4]]
    positions:
      - {title: {en: Commander, ar: قائد}, cite: [[0, 4]]}
      - {holder: china, title: {en: President, ar: الرئيس}, cite: [[0, 4]]}
      - {holder: telecom, title: {en: CEO, ar: مدير}, former: true, period: 1999, cite: [[0, 4]]}
      - {holder: park, title: {en: Adviser, ar: مستشار}, period: 2001, cite: [[0, 4]]}
  - {slug: unknown, name: {en: Unknown, ar: مجهول}, cite: [[0, 4]]}
places:
  - {slug: karamay, kind: city, country: CN, name: {en: Karamay, ar: كراماي}, cite: [[0, 4]]}
agreements:
  - slug: signed
    type: mou
    name: {en: Signed, ar: موقع}
    cite: [[0, 4]]
    identifiers: [{scheme: unts, value: '77'}]
    milestones:
      - {stage: signed, date: 2024-05-01, cite: [[0, 4]]}
      - {stage: ratified, date: 2024-07-01, party: china, cite: [[0, 4]]}
    parties:
      - {party: park, role: signatory, cite: [[0, 4]]}
      - {party: china, role: signatory, capacity: companies, cite: [[0, 4]]}
    sectors: [{sector: ai, cite: [[0, 4]]}]
  - slug: part
    type: protocol
    name: {en: Part, ar: جزء}
    part_of: signed
    cite: [[0, 4]]
    milestones: [{stage: in_force, date: 2024-06-01, cite: [[0, 4]]}]
    parties:
      - {party: uzbekistan, role: party, cite: [[0, 4]]}
      - {party: china, role: party, cite: [[0, 4]]}
    sectors: [{sector: digital, cite: [[0, 4]]}]
  - slug: drafted
    type: treaty
    name: {en: Drafted, ar: مسودة}
    value: 5
    currency: USD
    qualifier: more_than
    cite: [[0, 4]]
    milestones: [{stage: drafted, cite: [[0, 4]]}]
    parties:
      - {party: uzbekistan, role: party, cite: [[0, 4]]}
      - {party: china, role: party, cite: [[0, 4]]}
      - {party: latvia, role: transit, cite: [[0, 4]]}
  - slug: soviet
    type: treaty
    name: {en: Soviet, ar: سوفيتي}
    cite: [[0, 4]]
    milestones: [{stage: signed, date: 1950-02-14, cite: [[0, 4]]}]
    parties:
      - {party: soviet-union, role: signatory, cite: [[0, 4]]}
      - {party: china, role: signatory, cite: [[0, 4]]}
events:
  - slug: visit
    type: visit
    name: {en: Visit, ar: زيارة}
    outlook: occurred
    date: 2024-02-02
    place: karamay
    cite: [[0, 4]]
    parties: [{party: uzbekistan, role: delegation, cite: [[0, 4]]}]
    sectors: [{sector: education, cite: [[0, 4]]}]
  - slug: war
    type: conflict
    name: {en: War, ar: حرب}
    outlook: occurred
    cite: [[0, 4]]
    parties:
      - {party: russia, role: party, cite: [[0, 4]]}
      - {party: ukraine, role: party, cite: [[0, 4]]}
  - slug: summit
    type: summit
    name: {en: Summit, ar: قمة}
    outlook: planned
    date: 2027-01-10
    cite: [[0, 4]]
    parties:
      - {party: russia, role: participant, cite: [[0, 4]]}
      - {party: algeria, role: host, cite: [[0, 4]]}
  - slug: session
    type: session
    name: {en: Session, ar: جلسة}
    outlook: planned
    date: 2027-01-11
    part_of: summit
    cite: [[0, 4]]
    parties:
      - {party: russia, role: participant, cite: [[0, 4]]}
      - {party: algeria, role: participant, cite: [[0, 4]]}
  - slug: cancelled
    type: meeting
    name: {en: Cancelled, ar: ملغى}
    outlook: cancelled
    cite: [[0, 4]]
    parties:
      - {party: russia, role: participant, cite: [[0, 4]]}
      - {party: algeria, role: participant, cite: [[0, 4]]}
initiatives:
  - slug: platform
    type: platform
    name: {en: Platform, ar: منصة}
    cite: [[0, 4]]
    milestones: [{stage: operating, cite: [[0, 4]]}]
    parties:
      - {party: telecom, role: provider, cite: [[0, 4]]}
      - {party: egypt, role: beneficiary, cite: [[0, 4]]}
    sectors: [{sector: digital, cite: [[0, 4]]}]
  - slug: missile
    type: weapon
    name: {en: Missile, ar: صاروخ}
    cite: [[0, 4]]
    parties:
      - {party: russia, role: developer, cite: [[0, 4]]}
      - {party: algeria, role: buyer, cite: [[0, 4]]}
figures:
  - slug: trade
    name: {en: Trade, ar: تجارة}
    subject: uzbekistan
    measure: total
    amount: 5
    unit: tonne
    period: 2025-01
    qualifier: about
    cite: [[0, 4]]
    parties: [{party: china, role: partner, cite: [[0, 4]]}, {party: latvia, role: transit, cite: [[0, 4]]}]
  - slug: fleet
    name: {en: Fleet, ar: أسطول}
    subject: park
    measure: level
    amount: 7
    unit: item
    cite: [[0, 4]]
statements:
  - slug: aim
    name: {en: Aim, ar: هدف}
    summary: {en: An aim., ar: هدف.}
    attribution: unnamed
    mode: aim
    cite: [[0, 4]]
    parties: [{party: algeria, role: speaker, capacity: officials, cite: [[0, 4]]}]
    about: [{record: summit, cite: [[0, 4]]}]
    sectors: [{sector: ai, cite: [[0, 4]]}]
  - slug: remark
    name: {en: Remark, ar: ملاحظة}
    summary: {en: A remark., ar: ملاحظة.}
    attribution: outlet
    mode: report
    date: 2024
    cite: [[0, 4]]
    about: [{record: visit, cite: [[0, 4]]}, {record: park, cite: [[0, 4]]}]
"""
TWO = """\
countries:
  - extend: uzbekistan
    relations:
      - {type: cooperates_with, object: kazakhstan, cite: [[0, 4]]}
organizations:
  - {slug: works, kind: company, country: KZ, name: {en: Works, ar: مصانع}, cite: [[0, 4]]}
people:
  - {slug: guest, name: {en: Guest, ar: ضيف}, country: KZ, cite: [[0, 4]]}
agreements:
  - extend: signed
    parties: [{party: works, role: signatory, cite: [[0, 4]]}]
    cite: [{at: [0, 4], field: type, reading: contract, note: It says so.}]
  - slug: lease
    type: contract
    name: {en: Lease, ar: إيجار}
    cite: [[0, 4]]
    milestones: [{stage: agreed, date: 2019-03, cite: [[0, 4]]}]
    parties: [{party: works, role: party, cite: [[0, 4]]}]
    sectors: [{sector: finance, cite: [[0, 4]]}]
"""


def load_invented(database: Database, folder: Path) -> None:
    """Load both parts into a migrated database, as the collections `one` and `two`."""
    load(database, SHIPPED, [file for file in shipped_files() if file.path.startswith("reference/")])
    for name, slug, published, body in (("one", "alpha", "2025-07-10", ONE), ("two", "beta", "2020-03-05", TWO)):
        part = folder / name
        part.mkdir()
        text = TEXT.format(slug)
        head = ARTICLE.format(slug=slug, published=published, digest=digest(text), length=len(text))
        (part / f"{slug}.yml").write_text(head + body, encoding="utf-8")
        (part / f"{slug}.spans.csv").write_text(SPANS, encoding="utf-8")
        load_folder(database, part, name)
