// Lays graphs out with dagre, a published layered layout, so that a bench can compare drawings.
//
//     node tests/oracle/dagre.mjs FOLDER < graphs.json > drawings.json
//
// FOLDER has @dagrejs/dagre in its node_modules. A graph is {sizes: [[width, height]], edges: [[from, to]]}; a drawing is
// {corners: [[left, top]], lines: [[[x, y]]]}, in the order of the graph. The gaps are those of the product's own layout.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";

const dagre = createRequire(resolve(process.argv[2], "package.json"))("@dagrejs/dagre");

const draw = ({ sizes, edges }) => {
  const graph = new dagre.graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir: "LR", ranksep: 72, nodesep: 28 });
  sizes.forEach(([width, height], card) => graph.setNode(String(card), { width, height }));
  edges.forEach(([from, to], edge) => graph.setEdge(String(from), String(to), {}, String(edge)));
  dagre.layout(graph);
  const corners = sizes.map(([width, height], card) => {
    const { x, y } = graph.node(String(card));
    return [x - width / 2, y - height / 2];
  });
  const lines = edges.map(([from, to], edge) => {
    const points = graph.edge({ v: String(from), w: String(to), name: String(edge) }).points;
    return points.map(({ x, y }) => [x, y]);
  });
  return { corners, lines };
};

process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(draw)));
