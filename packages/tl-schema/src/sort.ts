/** Canonical order: sections as they are, in each the definitions by namespace and name. */
import type { Declaration, Item, Program } from './ast.ts'

export function sortProgram(program: Program): Program {
  const items: Item[] = []
  let section: Declaration[] = []
  const flush = (): void => {
    items.push(...sortDeclarations(section))
    section = []
  }
  for (const item of program.items) {
    if (item.kind === 'section') {
      flush()
      items.push(item)
    } else section.push(item)
  }
  flush()
  return { ...program, items }
}

/** Sorted, with an empty line between namespaces. Definitions of one name keep their order. */
export function sortDeclarations(declarations: readonly Declaration[]): Declaration[] {
  const sorted = declarations.toSorted((a, b) => compareNames(declaredName(a), declaredName(b)))
  return sorted.map((declaration, index) => {
    const before = sorted[index - 1]
    const isNewGroup = before !== undefined && groupOf(before) !== groupOf(declaration)
    return setBlankBefore(declaration, isNewGroup)
  })
}

/** An empty line above the declaration and its comments, or none. */
export function setBlankBefore(declaration: Declaration, blankBefore: boolean): Declaration {
  const [first, ...others] = declaration.comments
  if (first === undefined) return { ...declaration, blankBefore }
  return { ...declaration, comments: [{ ...first, blankBefore }, ...others] }
}

/** What a declaration is sorted by. Declarations without a name of their own come last. */
export function declaredName(declaration: Declaration): string {
  return declaration.kind === 'combinator' || declaration.kind === 'builtin' ? declaration.name.text : '~'
}

function groupOf(declaration: Declaration): string {
  return namespaceOf(declaredName(declaration))
}

export function namespaceOf(name: string): string {
  if (name === '~') return name
  const dot = name.lastIndexOf('.')
  return dot === -1 ? '' : name.slice(0, dot)
}

/** Names without a namespace first, then the namespaces in order. */
export function compareNames(a: string, b: string): number {
  return compare(namespaceOf(a), namespaceOf(b)) || compare(a, b)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
