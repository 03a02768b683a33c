/**
 * What each named piece of the server's sources says and uses, by their syntax alone: functions, constants, and the members
 * of objects. It knows no types: `x.name()` is each member called `name`, so that what is reached is rather too much.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { parseAst } from 'vitest/node'

export interface Piece {
  readonly file: string
  readonly name: string
  /** Texts in capitals, such as the names of errors; `%d` stands for what is put in. */
  readonly constants: Set<string>
  readonly uses: Set<Piece>
  readonly isFunction: boolean
}

export interface SourceGraph {
  /** By the keys of objects and the cases of `switch`: `'messages.sendMessage'`. */
  readonly members: ReadonlyMap<string, readonly Piece[]>
}

interface SyntaxNode {
  readonly type: string
  readonly [key: string]: unknown
}

interface Scope {
  readonly names: Map<string, Piece | Imported>
  readonly parent: Scope | undefined
}

interface Imported {
  readonly from: string
  readonly exported: string
}

interface Mention {
  readonly by: Piece
  readonly name: string
  /** Undefined for a member of something. */
  readonly scope: Scope | undefined
}

export function readSources(folder: string, isWanted: (file: string) => boolean): SourceGraph {
  const modules = new Map<string, Scope>()
  const members = new Map<string, Piece[]>()
  const mentions: Mention[] = []
  const aliases: Mention[] = []
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter(isWanted)
    .sort()
  for (const file of files) {
    const scope: Scope = { names: new Map(), parent: undefined }
    modules.set(file, scope)
    const tree: unknown = parseAst(readFileSync(file, 'utf8'), { lang: 'ts' }, file)
    readModule(file, tree, scope, { members, mentions, aliases })
  }
  // `{ peer }` where `peer` is a function: what is called `.peer(…)` elsewhere may be this.
  for (const { by, name, scope } of aliases) {
    const found = scope && resolveName(name, scope, modules)
    if (found?.isFunction !== true) continue
    by.uses.add(found)
    members.set(by.name, [...(members.get(by.name) ?? []), by])
  }
  for (const { by, name, scope } of mentions) {
    if (scope === undefined) for (const piece of members.get(name) ?? []) by.uses.add(piece)
    else {
      const found = resolveName(name, scope, modules)
      if (found !== undefined) by.uses.add(found)
    }
  }
  return { members }
}

/** The constants of a piece and of all that it reaches. */
export function constantsReached(from: readonly Piece[]): Set<string> {
  const seen = new Set(from)
  for (const piece of seen) for (const used of piece.uses) seen.add(used)
  return new Set([...seen].flatMap(({ constants }) => [...constants]))
}

function resolveName(name: string, scope: Scope, modules: ReadonlyMap<string, Scope>): Piece | undefined {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
    const found = at.names.get(name)
    if (found === undefined) continue
    if (!('from' in found)) return found
    const module = modules.get(found.from)
    return module === undefined ? undefined : resolveName(found.exported, module, modules)
  }
  return undefined
}

interface Found {
  readonly members: Map<string, Piece[]>
  readonly mentions: Mention[]
  /** Properties whose value is a name. */
  readonly aliases: Mention[]
}

function readModule(file: string, tree: unknown, top: Scope, { members, mentions, aliases }: Found): void {
  const create = (name: string, isFunction = true): Piece => ({
    file,
    name,
    constants: new Set(),
    uses: new Set(),
    isFunction,
  })
  const define = (name: string, scope: Scope, isFunction = true): Piece => {
    const piece = create(name, isFunction)
    scope.names.set(name, piece)
    return piece
  }
  const member = (name: string): Piece => {
    const piece = create(name)
    members.set(name, [...(members.get(name) ?? []), piece])
    return piece
  }
  const inside = (scope: Scope): Scope => ({ names: new Map(), parent: scope })
  const visitAll = (nodes: unknown, piece: Piece, scope: Scope): void => {
    for (const node of Array.isArray(nodes) ? nodes : [nodes]) if (isNode(node)) visit(node, piece, scope)
  }

  const visit = (node: SyntaxNode, piece: Piece, scope: Scope): void => {
    switch (node.type) {
      case 'ImportDeclaration': {
        const from = resolve(dirname(file), textOf(node['source']) ?? '')
        for (const one of nodesIn(node['specifiers'])) {
          const local = textOf(one['local'])
          if (local !== undefined) scope.names.set(local, { from, exported: textOf(one['imported']) ?? 'default' })
        }
        return
      }
      case 'FunctionDeclaration':
      case 'ClassDeclaration': {
        const own = define(textOf(node['id']) ?? '', scope)
        visitAll([node['params'], node['superClass'], node['body']].flat(), own, inside(scope))
        return
      }
      case 'VariableDeclarator': {
        const loaded = loadedBy(node['init'])
        if (loaded !== undefined && isNode(node['id'])) {
          const from = resolve(dirname(file), loaded)
          for (const one of nodesIn(node['id']['properties'])) {
            const local = textOf(one['value'])
            if (local !== undefined) scope.names.set(local, { from, exported: textOf(one['key']) ?? local })
          }
          return
        }
        const names = namesIn(node['id'])
        const [first] = names
        const own = first === undefined ? piece : define(first, scope, isFunction(node['init']))
        for (const name of names.slice(1)) scope.names.set(name, own)
        // What is no function is worked out where it stands.
        if (own !== piece && !isFunction(node['init'])) piece.uses.add(own)
        visitAll([node['init'], node['id']], own, scope)
        return
      }
      case 'Property':
      case 'MethodDefinition':
      case 'PropertyDefinition': {
        const name = textOf(node['key'])
        const value = node['value']
        if (name !== undefined && isNode(value) && value.type === 'Identifier' && !name.includes('.')) {
          aliases.push({ by: create(name), name: textOf(value) ?? '', scope })
        }
        const isMember = name !== undefined && (isFunction(value) || name.includes('.'))
        visitAll(value, isMember ? member(name) : piece, scope)
        return
      }
      case 'SwitchCase': {
        const name = textOf(node['test'])
        if (name?.includes('.') !== true && !/^(invoke|init)[A-Z]/.test(name ?? '')) break
        const own = member(name ?? '')
        piece.uses.add(own)
        visitAll(node['consequent'], own, scope)
        return
      }
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
        visitAll([node['params'], node['body']].flat(), piece, inside(scope))
        return
      case 'MemberExpression': {
        visitAll(node['object'], piece, scope)
        const name = textOf(node['property'])
        if (node['computed'] === true) visitAll(node['property'], piece, scope)
        else if (name !== undefined) mentions.push({ by: piece, name, scope: undefined })
        return
      }
      case 'BinaryExpression':
        // A comparison with a constant does not answer it.
        visitAll(
          [node['left'], node['right']].filter((side) => !isNode(side) || side.type !== 'Literal'),
          piece,
          scope,
        )
        return
      case 'Identifier': {
        const name = textOf(node)
        if (name !== undefined) mentions.push({ by: piece, name, scope })
        return
      }
      case 'Literal': {
        const text = textOf(node)
        if (text !== undefined && constantPattern.test(text)) piece.constants.add(text)
        return
      }
      case 'TemplateLiteral': {
        const [start] = nodesIn(node['quasis'])
        const value = start?.['value']
        const raw = typeof value === 'object' && value !== null && 'raw' in value ? value.raw : undefined
        if (typeof raw === 'string' && raw.endsWith('_') && constantPattern.test(raw.slice(0, -1))) {
          piece.constants.add(`${raw}%d`)
        }
        visitAll(node['expressions'], piece, scope)
        return
      }
    }
    // Types say nothing, but for what stands within an assertion.
    if (node.type.startsWith('TS') && !isNode(node['expression'])) return
    for (const [key, value] of Object.entries(node)) {
      if (key !== 'typeAnnotation' && key !== 'typeArguments' && key !== 'returnType') visitAll(value, piece, scope)
    }
  }
  visitAll(tree, create(''), top)
}

const constantPattern = /^[A-Z][A-Z\d]*(_[A-Z\d]+)+$/

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}

function nodesIn(value: unknown): SyntaxNode[] {
  return Array.isArray(value) ? value.filter(isNode) : []
}

function isFunction(value: unknown): boolean {
  return isNode(value) && /^(Arrow)?Function(Expression)?/.test(value.type)
}

/** The file in `await import('…')`. */
function loadedBy(value: unknown): string | undefined {
  const loading = isNode(value) && value.type === 'AwaitExpression' ? value['argument'] : undefined
  return isNode(loading) && loading.type === 'ImportExpression' ? textOf(loading['source']) : undefined
}

/** The name of an identifier, or the text of a literal. */
function textOf(node: unknown): string | undefined {
  if (!isNode(node)) return undefined
  const text = node.type === 'Literal' ? node['value'] : node['name']
  return typeof text === 'string' ? text : undefined
}

/** The names that a declaration binds. */
function namesIn(pattern: unknown): string[] {
  if (!isNode(pattern)) return []
  switch (pattern.type) {
    case 'Identifier':
      return [textOf(pattern) ?? '']
    case 'ObjectPattern':
      return nodesIn(pattern['properties']).flatMap((one) => namesIn(one['value'] ?? one['argument']))
    case 'ArrayPattern':
      return nodesIn(pattern['elements']).flatMap(namesIn)
    case 'AssignmentPattern':
      return namesIn(pattern['left'])
    case 'RestElement':
      return namesIn(pattern['argument'])
    default:
      return []
  }
}
