"""The template example of the reference as files, and one part of it changed."""

from __future__ import annotations

from workbench.core.lore.templates import Known, Template, Validated, read_templates, validated

TEMPLATE = """\
template:
  id: quiet_errand
  type: QuietErrand
  version: 1
  embedded: true
  fields:
    payout: {type: number, min: 0, required: true}
    risk: {type: enum, values: [low, medium, high]}
    started: {type: time, required: true}
    note: {type: string, max_length: 20, default: none yet}
    crew: {type: integer, max: 6}
    urgent: {type: boolean}
    owner: {type: entity, label: Faction}
  relations:
    GIVEN_BY: {to: [Person], min: 1, max: 1}
    AFTER: {to: [QuietErrand], max: 2}
    KNOWN_BY: {to: [Person], min: 0, max: 9, time_bounded: true,
               properties: {how: {type: enum, values: [own, told], required: true}}}
  log: {table: mission_log, key: mission_id}
  queries:
    - id: get_mission
      description: one mission
      parameters: {id: {type: string}}
      cypher: "MATCH (d:DomainEntity {type: 'QuietErrand'}) WHERE d.id = $id RETURN d.name"
    - id: newest
      parameters:
        top: {type: integer}
      cypher: |
        MATCH (d:DomainEntity)
        WHERE d.type = 'QuietErrand'
        RETURN d.id
        ORDER BY d.id DESC LIMIT $top
"""
INSTANCES = """\
instances:
  - id: MSN-001
    template: quiet_errand
    setting_id: tidewheel
    name: The Lamp Tax Refund
    fields:
      payout: 120
      risk: medium
      started: bell_age.year_338.month_4
      owner: fac_lantern
    sources: [src_talk]
    relations:
      - {id: rel_1, type: GIVEN_BY, to: per_x}
      - {id: rel_2, type: KNOWN_BY, to: per_y, valid_from: bell_age.year_340, how: told}
  - id: MSN-002
    template: quiet_errand
    setting_id: tidewheel
    name: Another
    fields:
      payout: 1
      started: bell_age
    relations:
      - {type: GIVEN_BY, to: per_x}
      - {type: AFTER, to: MSN-001}
"""
KNOWN = Known(
    kinds={"per_x": "Person", "per_y": "Person", "fac_lantern": "Faction"},
    sources={"src_talk"},
    settings={"tidewheel"},
)


def changed(text: str, old: str, new: str) -> str:
    assert text.count(old) >= 1, old
    return text.replace(old, new, 1)


def templates(text: str = TEMPLATE) -> dict[str, Template]:
    return read_templates({"t.yaml": text})


def check(text: str) -> Validated:
    return validated({"i.yaml": text}, templates(), KNOWN)
