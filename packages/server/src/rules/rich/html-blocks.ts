import type { api } from '@chappe/tl-codec/api'
import { invalid } from '../refusal.ts'
import { readInline, textIn } from './html-inline.ts'
import { readList, readTable } from './html-lists.ts'
import type { HtmlElement, HtmlNode } from './html-tree.ts'
import { plain, trimmed } from './rich-text.ts'

/** A file that a text names as `tg://photo?id=NAME`, or by its address. */
export interface NamedFile {
  readonly kind: 'photo' | 'video' | 'audio'
  readonly id: bigint
}

export type NamedFiles = ReadonlyMap<string, NamedFile>

const blockNames: ReadonlySet<string> = new Set([
  ...[
    'p',
    'div',
    'section',
    'article',
    'main',
    'header',
    'body',
    'html',
    'pre',
    'footer',
    'hr',
    'ul',
    'ol',
    'blockquote',
  ],
  ...['aside', 'figure', 'video', 'audio', 'table', 'details', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'tg-map'],
  ...['tg-collage', 'tg-slideshow', 'tg-math-block', 'tg-thinking', 'tg-document', 'tg-button-row'],
])

/** Whether an element stands for itself and not in a line. */
function isBlock(node: HtmlNode): node is HtmlElement {
  if (typeof node === 'string') return false
  if (node.name !== 'img') return blockNames.has(node.name)
  const { src = '' } = node.attributes
  return !src.startsWith('tg://emoji?') && !src.startsWith('tg://time?')
}

/** The blocks of a text in HTML ("Rich HTML style"). What stands between them is paragraphs. */
export function readBlocks(nodes: readonly HtmlNode[], files: NamedFiles): api.PageBlock[] {
  const blocks: api.PageBlock[] = []
  let line: HtmlNode[] = []
  const endLine = (): void => {
    blocks.push(...paragraph(line))
    line = []
  }
  for (const node of nodes) {
    if (!isBlock(node)) {
      line.push(node)
      continue
    }
    endLine()
    blocks.push(...readBlock(node, files))
  }
  endLine()
  return blocks
}

/** A name alone is an anchor, and white space nothing. */
function paragraph(line: readonly HtmlNode[]): api.PageBlock[] {
  const said = line.filter((node) => typeof node !== 'string' || node.trim() !== '')
  const [first] = said
  if (said.length === 1 && typeof first === 'object' && first.name === 'a' && first.children.length === 0) {
    const { name, href } = first.attributes
    if (name !== undefined && href === undefined) return [{ _: 'pageBlockAnchor', name }]
  }
  const text = trimmed(readInline(line))
  return text._ === 'textEmpty' ? [] : [{ _: 'pageBlockParagraph', text }]
}

const headings = {
  h1: 'pageBlockHeading1',
  h2: 'pageBlockHeading2',
  h3: 'pageBlockHeading3',
  h4: 'pageBlockHeading4',
  h5: 'pageBlockHeading5',
  h6: 'pageBlockHeading6',
} as const

function isHeading(name: string): name is keyof typeof headings {
  return name in headings
}

const noCaption = (): api.pageCaption => ({ _: 'pageCaption', text: plain(''), credit: plain('') })

function readBlock(element: HtmlElement, files: NamedFiles): api.PageBlock[] {
  const { name, attributes, children } = element
  if (isHeading(name)) return [{ _: headings[name], text: trimmed(readInline(children)) }]
  switch (name) {
    case 'pre':
      return [readCode(children)]
    case 'footer':
      return [{ _: 'pageBlockFooter', text: trimmed(readInline(children)) }]
    case 'hr':
      return [{ _: 'pageBlockDivider' }]
    case 'ul':
    case 'ol':
      return [readList(element, (inner) => readBlocks(inner, files))]
    case 'table':
      return [readTable(element)]
    case 'blockquote':
      return [readQuote(children, files)]
    case 'aside': {
      const { rest, found } = without(children, 'cite')
      return [{ _: 'pageBlockPullquote', text: trimmed(readInline(rest)), caption: trimmed(readInline(found)) }]
    }
    case 'figure':
      return readFigure(children, files)
    case 'img':
    case 'video':
    case 'audio':
      return [readMedia(element, files, noCaption())]
    case 'tg-map':
      return [readMap(attributes, noCaption())]
    case 'tg-collage':
    case 'tg-slideshow': {
      const { rest, caption } = captionIn(children)
      const items = readBlocks(rest, files)
      return [{ _: name === 'tg-collage' ? 'pageBlockCollage' : 'pageBlockSlideshow', items, caption }]
    }
    case 'details': {
      const { rest, found } = without(children, 'summary')
      const title = trimmed(readInline(found))
      return [
        { _: 'pageBlockDetails', open: 'open' in attributes || undefined, blocks: readBlocks(rest, files), title },
      ]
    }
    case 'tg-math-block':
      return [{ _: 'pageBlockMath', source: textIn(children).trim() }]
    case 'tg-thinking':
      return [{ _: 'pageBlockThinking', text: trimmed(readInline(children)) }]
    case 'tg-document':
    case 'tg-button-row':
      // The layer has no blocks of general files and of buttons.
      throw invalid('RICH_VALIDATE_CTOR_NOT_ALLOWED')
    default:
      return readBlocks(children, files)
  }
}

/** "Use nested pre and code tags to define the programming language". A formula may be written as code. */
function readCode(children: readonly HtmlNode[]): api.PageBlock {
  const code = children.find((node) => typeof node === 'object' && node.name === 'code')
  const inner = typeof code === 'object' ? code : undefined
  const language = /(?:^|\s)language-(\S{1,64})/.exec(inner?.attributes['class'] ?? '')?.[1] ?? ''
  const within = inner?.children ?? children
  if (language === 'math') return { _: 'pageBlockMath', source: textIn(within).trim() }
  const text = readInline(within, true)
  const last = text._ === 'textPlain' ? plain(text.text.replace(/\n$/, '')) : text
  return { _: 'pageBlockPreformatted', text: last, language }
}

/** With nothing but lines in it a quote is a text; otherwise it has blocks. */
function readQuote(children: readonly HtmlNode[], files: NamedFiles): api.PageBlock {
  const { rest, found } = without(children, 'cite')
  const caption = trimmed(readInline(found))
  if (!rest.some(isBlock)) return { _: 'pageBlockBlockquote', text: trimmed(readInline(rest)), caption }
  return { _: 'pageBlockBlockquoteBlocks', blocks: readBlocks(rest, files), caption }
}

function readFigure(children: readonly HtmlNode[], files: NamedFiles): api.PageBlock[] {
  const { rest, caption } = captionIn(children)
  const shown = rest.find(isBlock)
  if (shown === undefined) return readBlocks(rest, files)
  if (shown.name === 'tg-map') return [readMap(shown.attributes, caption)]
  const isMedia = shown.name === 'img' || shown.name === 'video' || shown.name === 'audio'
  return isMedia ? [readMedia(shown, files, caption)] : readBlocks(rest, files)
}

function captionIn(children: readonly HtmlNode[]): { readonly rest: HtmlNode[]; readonly caption: api.pageCaption } {
  const { rest, found } = without(children, 'figcaption')
  const { rest: said, found: credit } = without(found, 'cite')
  const [text, by] = [trimmed(readInline(said)), trimmed(readInline(credit))]
  return { rest, caption: { _: 'pageCaption', text, credit: by } }
}

/** What is in the elements of a name, and all others. */
function without(nodes: readonly HtmlNode[], name: string): { readonly rest: HtmlNode[]; readonly found: HtmlNode[] } {
  const is = (node: HtmlNode): node is HtmlElement => typeof node === 'object' && node.name === name
  return { rest: nodes.filter((node) => !is(node)), found: nodes.filter(is).flatMap(({ children }) => children) }
}

/** Files are named by `tg://`, or by their address on the web, from which they were fetched before. */
function readMedia({ attributes }: HtmlElement, files: NamedFiles, caption: api.pageCaption): api.PageBlock {
  const { src = '', title } = attributes
  const name = /^tg:\/\/(?:photo|video|audio|document)\?id=([\w-]{1,64})$/.exec(src)?.[1]
  const file = files.get(name ?? src)
  if (file === undefined) throw invalid('RICH_MESSAGE_MEDIA_INVALID')
  const spoiler = 'tg-spoiler' in attributes || undefined
  const isSaid = caption.text._ !== 'textEmpty' || title === undefined
  const shown: api.pageCaption = isSaid ? caption : { ...caption, text: plain(title) }
  switch (file.kind) {
    case 'photo':
      return { _: 'pageBlockPhoto', spoiler, photoId: file.id, caption: shown }
    case 'video':
      return { _: 'pageBlockVideo', spoiler, videoId: file.id, caption: shown }
    case 'audio':
      return { _: 'pageBlockAudio', audioId: file.id, caption: shown }
  }
}

function readMap(
  { lat, long, zoom, width, height }: HtmlElement['attributes'],
  caption: api.pageCaption,
): api.PageBlock {
  const geo: api.InputGeoPoint = { _: 'inputGeoPoint', lat: Number(lat), long: Number(long) }
  const side = (given: string | undefined, otherwise: number): number =>
    Math.trunc(Number(given ?? otherwise)) || otherwise
  return {
    ...{ _: 'inputPageBlockMap', geo, zoom: side(zoom, 15), w: side(width, 600), h: side(height, 400), caption },
  }
}
