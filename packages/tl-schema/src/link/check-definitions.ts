/** Checks across definitions: names, numbers, and types that must or must not have constructors. */
import type { CombinatorDeclaration } from '../ast.ts'
import { computeNumber, isNumberOf, type SoleConstructor } from '../crc.ts'
import { createDiagnostic, type Diagnostic } from '../diagnostic.ts'
import { formatNumber } from '../print.ts'
import type { Collected, CollectedCombinator } from './collect.ts'

export function checkNames({ combinators }: Collected): Diagnostic[] {
  const first = new Map<string, CombinatorDeclaration>()
  const diagnostics: Diagnostic[] = []
  for (const { declaration } of combinators) {
    const { text, span } = declaration.name
    if (text === '_') continue
    const before = first.get(text)
    if (before === undefined) first.set(text, declaration)
    else {
      diagnostics.push(
        createDiagnostic('duplicate-name', span, `\`${text}\` is defined twice`, {
          related: [{ message: 'first defined here', span: before.name.span }],
        }),
      )
    }
  }
  return diagnostics
}

export function checkDuplicateNumbers(
  { combinators }: Collected,
  numberOf: (one: CombinatorDeclaration) => number,
): Diagnostic[] {
  const first = new Map<number, CollectedCombinator>()
  const diagnostics: Diagnostic[] = []
  for (const one of combinators) {
    const { declaration } = one
    const number = numberOf(declaration)
    const found = first.get(number)
    const before = found?.declaration
    if (found === undefined || before === undefined) first.set(number, one)
    // The same name twice is reported as such; its number adds nothing to that.
    else if (before.name.text !== declaration.name.text) {
      // Requests can be written all the same, and TDLib names the first fields of wrappers so.
      const areRequests = found.kind === 'method' && one.kind === 'method'
      diagnostics.push(
        createDiagnostic(
          'duplicate-number',
          declaration.number?.span ?? declaration.name.span,
          `\`${declaration.name.text}\` has the number #${formatNumber(number)} of \`${before.name.text}\``,
          {
            severity: areRequests ? 'warning' : 'error',
            hint: areRequests ? 'both can be written, and one of them is found by the number' : undefined,
            related: [{ message: 'first used here', span: before.number?.span ?? before.name.span }],
          },
        ),
      )
    }
  }
  return diagnostics
}

export function checkWrittenNumbers(
  { combinators }: Collected,
  knownNumbers: ReadonlyMap<string, number>,
  soleConstructor: SoleConstructor,
): Diagnostic[] {
  const diagnostics: Diagnostic[] = []
  for (const { declaration } of combinators) {
    const { number, name } = declaration
    if (number === undefined || knownNumbers.get(name.text) === number.value) continue
    if (isNumberOf(declaration, number.value, soleConstructor)) continue
    const forms = new Set([computeNumber(declaration), computeNumber(declaration, { form: 'api', soleConstructor })])
    const numbers = [...forms].map((one) => `#${formatNumber(one)}`).join(', or in the public API ')
    diagnostics.push(
      createDiagnostic(
        'number-mismatch',
        number.span,
        `#${formatNumber(number.value)} is not the CRC-32 of this definition, which is ${numbers}`,
        {
          severity: 'warning',
          hint: 'either the text or the number has a slip, unless the protocol fixed this number by hand',
        },
      ),
    )
  }
  return diagnostics
}

/** `New`, `Final` and `Empty` (TL-formal, "Type finalization"). */
export function checkFinals({ finals, types }: Collected): Diagnostic[] {
  const diagnostics: Diagnostic[] = []
  for (const { declaration, constructorsBefore } of finals) {
    const { keyword, type } = declaration
    const constructors = types.get(type.text)?.constructors ?? []
    const before = keyword === 'Final' ? [] : constructors.slice(0, constructorsBefore)
    const after = keyword === 'New' ? [] : constructors.slice(constructorsBefore)
    for (const one of [...before, ...after]) {
      const order = before.includes(one) ? 'before' : 'after'
      diagnostics.push(
        createDiagnostic(
          'final-type',
          one.name.span,
          `\`${type.text}\` may have no constructor ${order} \`${keyword} ${type.text};\``,
          {
            related: [{ message: 'declared here', span: declaration.span }],
          },
        ),
      )
    }
  }
  return diagnostics
}
