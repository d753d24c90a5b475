import { XMLParser } from 'fast-xml-parser';

/** An XML element: its name, attributes, own text and children in their order. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly text: string;
  readonly children: readonly XmlElement[];
}

type Ordered = Record<string, unknown>;

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: false,
  ignoreDeclaration: true,
  removeNSPrefix: true,
});

/** The root element, or null when the text is not XML. */
export function parseXml(text: string): XmlElement | null {
  try {
    const nodes = (parser.parse(text) as Ordered[]).flatMap(element);
    return nodes[0] ?? null;
  } catch {
    return null;
  }
}

function element(node: Ordered): XmlElement[] {
  const name = Object.keys(node).find((key) => key !== ':@');
  if (name === undefined || name.startsWith('#') || name.startsWith('?')) return [];
  const inside = node[name] as Ordered[];
  const text = inside.map((child) => ('#text' in child ? String(child['#text']) : '')).join('');
  const attributes = (node[':@'] ?? {}) as Record<string, string>;
  return [{ name, attributes, text: text.trim(), children: inside.flatMap(element) }];
}

/** Text of the first element of that name anywhere below, or null. */
export function textOf(root: XmlElement, name: string): string | null {
  for (const child of root.children) {
    if (child.name === name) return child.text;
    const deeper = textOf(child, name);
    if (deeper !== null) return deeper;
  }
  return null;
}
