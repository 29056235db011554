"""An open bench with a world of two people, two settings and one oath, for its sessions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from textwrap import dedent

import workbench as wb
from workbench.etl.world import WorldStores, load_world

FILES = {
    "settings.yaml": """
        default_setting: tide
        settings:
        - {id: tide, name: Tide, axis: a, current_era: bell.year_400}
        - {id: page, name: Page, axis: a, current_era: bell.year_10}
        """,
    "eras.yaml": """
        axes: [{id: a, months_per_year: 13, days_per_month: 28}]
        eras: [{id: bell, name: Bell Age, axis: a, order: 1, length_years: null}]
        """,
    "ontology.yaml": """
        labels: [Person, Faction]
        relation_types:
        - {type: MEMBER_OF, from: [Person], to: [Faction], time_bounded: true}
        """,
    "entities/people.yaml": """
        label: Person
        entities:
        - id: per_nell
          name: Nell
          settings: [tide]
          tier: 3
          relations:
          - {id: rel_1, type: MEMBER_OF, to: fac_lantern, valid_from: bell.year_340,
             valid_until: bell.year_352, sources: []}
        - {id: per_odo, name: Odo, settings: [page], tier: 1}
        """,
    "entities/factions.yaml": """
        label: Faction
        entities:
        - {id: fac_lantern, name: Soft Lantern, settings: [tide]}
        """,
    "templates/oath.yaml": """
        template:
          id: oath
          type: Oath
          version: 1
          queries:
          - id: sworn
            description: Who is sworn to a faction.
            parameters: {faction: {type: string}}
            cypher: |
              MATCH (p:Person)-[:MEMBER_OF]->(f:Faction)
              WHERE f.id = $faction
              RETURN p.id, p.name ORDER BY p.id
        """,
}
OATH = {"relation": "MEMBER_OF", "subject": "per_nell", "object": "fac_lantern"}


@contextmanager
def small_bench(folder: Path) -> Iterator[wb.Bench]:
    """The bench, in a new folder inside `folder`, with tables for its log."""
    for name, text in FILES.items():
        file = folder / "world" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(dedent(text))
    with wb.open(folder / "bench", linger=0.2) as bench:
        bench.migrate("lore")
        load_world(folder / "world", WorldStores(bench, bench.graph))
        yield bench
