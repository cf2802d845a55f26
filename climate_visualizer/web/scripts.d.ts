// What the pages' scripts share in their comments: shapes of what templates write and the API answers. Nothing of this is served.

/** Data attributes that a template always writes, so that none of them is undefined. */
type Written = Record<string, string>;

/** Looks up what a page always has. What it is stands where it is used: `/** @type {HTMLInputElement} *\/ const input = find("input")`. */
type Find = <E extends Element = HTMLElement>(what: string) => E;

/** The same for all that there are. */
type FindAll = <E extends Element = HTMLElement>(what: string) => E[];

/** What is read out at one place of a chart: the name of the place, where it lies, and the lines with a name and a value each. */
interface Reading {
  name: string;
  at: number;
  lines: [string, string][];
}

/** One square of an area's picture in dots: its column and its height above the floor, in pixels of the picture. */
interface Dot {
  kind: string;
  x: number;
  up: number;
}

/** Where a dot was and where it goes; null where it comes from nowhere or has no place any more. */
type Move = [Dot, Dot] | [Dot, null] | [null, Dot];

/** A place of a chart in years and per cent of this year's emissions. */
interface Point {
  year: number;
  level: number;
}

/** What the API answers about a scenario, as far as the page shows it. */
interface ScenarioAnswer {
  headline: string;
  facts: { key: string; value: string; bad: boolean; meaning: string }[];
  picture: string;
  path_t: number[];
  trend_t: number[] | null;
  budget_path_t: number[] | null;
  delays: { year: number; required_cut_percent: number | null }[];
  saved_said: Record<string, string>;
  scenario: string;
  address: string;
  fields: Record<string, string>;
}

/** A place that a search found: its name, its path, its kind, where it lies, its identifier, and the other name it was found by. */
type FoundPlace = [name: string, path: string, where: string, other: string, id: string];

type Position = [number, number];

interface Outline {
  id: string;
  properties: { parent_id: string };
  geometry: { coordinates: Position[][][] } | null;
}

/** Not every browser tells of it, and the standard library of types does not. */
interface Navigator {
  connection?: { saveData?: boolean };
}
