"""The record as linked data: read by rdflib without a network, checked against shapes of our own by pyshacl."""

import json

import pytest
from pyshacl import validate
from rdflib import RDF, Graph, Namespace, URIRef

from qantar.chapters import CHAPTERS
from qantar.claims import claims, verdicts
from qantar.data import load, tables
from qantar.reference import linked
from qantar.teaching.lessons import course

SCHEMA = Namespace("https://schema.org/")
FOCUS = URIRef("http://www.w3.org/ns/shacl#focusNode")
BASE = "https://book.example/"
SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix s: <https://schema.org/> .
[] a sh:NodeShape ; sh:targetClass s:Observation ;
   sh:property [ sh:path s:value ; sh:minCount 1 ; sh:maxCount 1 ] , [ sh:path s:datePublished ; sh:minCount 1 ] ,
     [ sh:path s:creator ; sh:minCount 1 ] , [ sh:path s:citation ; sh:minCount 1 ; sh:class s:CreativeWork ] .
[] a sh:NodeShape ; sh:targetClass s:Claim ;
   sh:property [ sh:path s:text ; sh:minCount 1 ] , [ sh:path s:appearance ; sh:class s:CreativeWork ; sh:minCount 1 ] ,
     [ sh:path [ sh:inversePath s:itemReviewed ] ; sh:minCount 4 ; sh:maxCount 5 ] .
[] a sh:NodeShape ; sh:targetClass s:ClaimReview ;
   sh:property [ sh:path s:itemReviewed ; sh:minCount 1 ; sh:maxCount 1 ; sh:class s:Claim ] ,
     [ sh:path ( s:reviewRating s:alternateName ) ; sh:minCount 1 ; sh:maxCount 1 ;
       sh:in ( "held_up" "partly" "did_not_hold" "still_contested" "unverifiable" ) ] ,
     [ sh:path s:contentReferenceTime ; sh:minCount 1 ; sh:pattern "^[0-9-]{10}$" ] ,
     [ sh:path s:citation ; sh:minCount 1 ; sh:class s:CreativeWork ] .
[] a sh:NodeShape ; sh:targetClass s:CorrectionComment ;
   sh:property [ sh:path s:text ; sh:minCount 1 ] , [ sh:path s:dateCreated ; sh:minCount 1 ] ,
     [ sh:path s:citation ; sh:minCount 1 ; sh:class s:CreativeWork ] .
[] a sh:NodeShape ; sh:targetClass s:Dataset ;
   sh:property [ sh:path s:license ; sh:minCount 1 ; sh:nodeKind sh:IRI ] , [ sh:path s:dateModified ; sh:minCount 1 ] ,
     [ sh:path ( s:distribution s:contentUrl ) ; sh:minCount 1 ] .
[] a sh:NodeShape ; sh:targetClass s:CreativeWork ;
   sh:property [ sh:path s:name ; sh:minCount 1 ] , [ sh:path s:publisher ; sh:minCount 1 ] .
"""


def parsed(document: dict) -> Graph:
    return Graph().parse(data=json.dumps(document), format="json-ld", publicID=BASE)


@pytest.fixture(scope="module")
def shapes() -> Graph:
    return Graph().parse(data=SHAPES, format="turtle")


@pytest.fixture(scope="module")
def record() -> Graph:
    return parsed(linked.graph())


def number(graph: Graph, kind: str) -> int:
    return len(set(graph.subjects(RDF.type, SCHEMA[kind])))


def test_the_record_fits_the_shapes(record, shapes):
    fits, _, words = validate(record, shacl_graph=shapes)
    assert fits, words[:2000]


def test_every_row_is_there_once(record):
    rows = {"Observation": "facts", "Claim": "claims", "ClaimReview": "verdicts", "CorrectionComment": "corrections"}
    assert {kind: number(record, kind) for kind in rows} == {kind: len(load(name)) for kind, name in rows.items()}
    assert number(record, "Dataset") == len(tables()) and number(record, "CreativeWork") == len(load("sources"))


def test_a_claim_says_what_its_ledger_says(record):
    for one in claims():
        node = URIRef(linked.place("claims", one.claim_id, BASE))
        assert str(record.value(node, SCHEMA.text)) == one.paraphrase
        last = URIRef(linked.place("claims", verdicts(one.claim_id)[-1].verdict_id, BASE))
        rating = record.value(last, SCHEMA.reviewRating)
        assert str(record.value(rating, SCHEMA.alternateName)) == one.verdict


HOLES = {
    "Observation": "citation",
    "Claim": "text",
    "ClaimReview": "reviewRating",
    "CorrectionComment": "citation",
    "Dataset": "license",
    "CreativeWork": "publisher",
}


def test_each_record_with_a_hole_is_refused_and_no_other(shapes):
    spoiled, document = {}, linked.graph()
    for kind, key in HOLES.items():
        node = next(node for node in document["@graph"] if node["@type"] == kind)
        del node[key]
        spoiled[kind] = BASE + node["@id"]
    fits, report, _ = validate(parsed(document), shacl_graph=shapes)
    assert not fits and {str(node) for node in report.objects(None, FOCUS)} == set(spoiled.values())


def test_pages_carry_their_part_and_no_other(record):
    for ledger in ("facts", "claims", "corrections", "data"):
        part = parsed(linked.page_graph(ledger))
        names = {node for node in part.subjects(RDF.type) if isinstance(node, URIRef)}
        assert names and all(f"/{ledger}.html#" in name for name in names) and names <= set(record.subjects())
    assert linked.page_graph("glossary") is None


def test_the_course_names_objectives_level_and_minutes():
    graph = parsed(course())
    lessons = [node for node, kind in graph.subject_objects(SCHEMA.learningResourceType) if str(kind) == "chapter"]
    assert len(lessons) == len(CHAPTERS)
    for lesson in lessons:
        assert len(list(graph.objects(lesson, SCHEMA.teaches))) >= 3
        assert 40 <= int(str(graph.value(lesson, SCHEMA.timeRequired))[2:-1]) <= 75
        assert graph.value(lesson, SCHEMA.educationalLevel)
