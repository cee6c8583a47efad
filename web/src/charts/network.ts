/** Where the nodes of a graph stand: forces of d3, run to their end before anything is drawn. */
import {
  forceCenter,
  forceCollide,
  forceLink,
  forceManyBody,
  forceSimulation,
  forceX,
  forceY,
} from 'd3-force';
import type { Row } from '../api/contract';

export interface GraphNode {
  id: string;
  x: number;
  y: number;
  degree: number;
}

export interface GraphEdge {
  source: GraphNode;
  target: GraphNode;
  weight: number;
}

export interface Graph {
  nodes: GraphNode[];
  edges: GraphEdge[];
}

const STEPS = 220;

/**
 * The graph whose edges are the rows, `source` and `target` the columns of their ends, laid out in a box. The same rows
 * give the same picture: d3 draws its start from a fixed sequence.
 */
export function graphOf(
  rows: readonly Row[],
  columns: { source: string; target: string; weight: string | null },
  size: { width: number; height: number },
): Graph {
  const nodes = new Map<string, GraphNode>();
  const nodeOf = (value: unknown): GraphNode | null => {
    if (typeof value !== 'string' && typeof value !== 'number') return null;
    const id = String(value);
    const node = nodes.get(id) ?? { id, x: 0, y: 0, degree: 0 };
    nodes.set(id, node);
    return node;
  };
  const edges: GraphEdge[] = [];
  for (const row of rows) {
    const [source, target] = [nodeOf(row[columns.source]), nodeOf(row[columns.target])];
    if (!source || !target) continue;
    const weight = columns.weight ? row[columns.weight] : 1;
    edges.push({ source, target, weight: typeof weight === 'number' ? weight : 1 });
    source.degree += 1;
    target.degree += 1;
  }
  const all = [...nodes.values()];
  for (const node of all) Reflect.deleteProperty(node, 'x');
  for (const node of all) Reflect.deleteProperty(node, 'y');
  forceSimulation(all)
    .force('link', forceLink(edges).distance(26).strength(0.5))
    .force('charge', forceManyBody().strength(-55).distanceMax(260))
    .force('collide', forceCollide(7))
    .force('center', forceCenter(0, 0))
    .force('x', forceX(0).strength(0.06))
    .force('y', forceY(0).strength(0.08))
    .stop()
    .tick(STEPS);
  fit(all, size);
  return { nodes: all, edges };
}

function fit(nodes: readonly GraphNode[], { width, height }: { width: number; height: number }): void {
  const margin = 14;
  const xs = nodes.map(({ x }) => x);
  const ys = nodes.map(({ y }) => y);
  const [west, north] = [Math.min(...xs), Math.min(...ys)];
  const span = Math.max(
    (Math.max(...xs) - west) / (width - 2 * margin),
    (Math.max(...ys) - north) / (height - 2 * margin),
    0.2,
  );
  const [dx, dy] = [
    (width - (Math.max(...xs) - west) / span) / 2,
    (height - (Math.max(...ys) - north) / span) / 2,
  ];
  for (const node of nodes) {
    node.x = dx + (node.x - west) / span;
    node.y = dy + (node.y - north) / span;
  }
}
