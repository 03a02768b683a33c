import type { CombinatorDeclaration } from '../ast.ts'
import type { TypeRef } from '../linked-schema.ts'
import { resultHead } from './collect.ts'
import { resolveType } from './resolve-type.ts'
import { complain, nearest, type Scope } from './scope.ts'

/** The type of a definition. A method's may be one that nothing constructs, which deserves a warning. */
export function resolveResult(declaration: CombinatorDeclaration, scope: Scope): TypeRef | undefined {
  const { name, span } = resultHead(declaration.result)
  const { types, unread, primitives } = scope.collected
  const isKnown = types.has(name) || scope.variables.has(name) || primitives.has(name) || name === 'Vector'
  if (unread.has(name) && !types.has(name)) return { kind: 'boxed', type: name, args: [] }
  if (isKnown) return resolveType(declaration.result, scope)
  const near = nearest(scope, name, () => types.keys())
  complain(scope, 'type-without-constructors', span, `no constructor makes a \`${name}\``, {
    severity: 'warning',
    hint:
      near === undefined
        ? `if its values are built outside TL, say so: \`Empty ${name};\``
        : `did you mean \`${near}\`?`,
  })
  return { kind: 'boxed', type: name, args: [] }
}

/** A parameter in braces is inferred from the result, so the result must mention it (TL-combinators, "Optional field declarations"). */
export function checkGenericsUsed(declaration: CombinatorDeclaration, scope: Scope): void {
  const { name, args } = resultHead(declaration.result)
  const mentioned = new Set([name])
  const visit = (expression: CombinatorDeclaration['result']): void => {
    if (expression.kind === 'name') mentioned.add(expression.text)
    else if (expression.kind === 'bare') visit(expression.of)
    else if (expression.kind === 'sum') expression.terms.forEach(visit)
    else if (expression.kind === 'apply') [expression.head, ...expression.args].forEach(visit)
  }
  args.forEach(visit)
  for (const generic of declaration.generics) {
    for (const { text, span } of generic.names) {
      if (mentioned.has(text)) continue
      complain(scope, 'generic-unused', span, `the result type does not mention \`${text}\``, {
        severity: 'warning',
        hint: 'a decoder cannot know its value; drop it, or give it to the result type',
      })
    }
  }
}
