/**
 * fast-check arbitraries of every type, constructor and method, derived from the schema: for property tests of code that
 * takes or gives TL values. fast-check is the test's own dependency.
 */
import type * as fc from 'fast-check'
import { parseDefinitions } from '../definitions/definition.ts'
import { apiDefinitions } from '../generated/api.definitions.ts'
import type { Types as ApiTypes, api } from '../generated/api.ts'
import { mtprotoDefinitions } from '../generated/mtproto.definitions.ts'
import type { Types as MtprotoTypes, mtproto } from '../generated/mtproto.ts'
import { secretDefinitions } from '../generated/secret.definitions.ts'
import type { Types as SecretTypes, secret } from '../generated/secret.ts'
import { Arbitraries, type ArbitraryOptions } from './arbitraries.ts'

export { Arbitraries, type ArbitraryOptions } from './arbitraries.ts'

/** What is found here by its name is not looked for among all, which takes the compiler a minute. */
type ByName<Any extends { _: string }> = { readonly [One in Any as One['_']]: One }

/** The arbitraries of a schema, typed by it. */
export interface SchemaArbitraries<Types, Any extends { _: string }, Method> {
  /** Values of a type: `type('Message')`. */
  type<T extends keyof Types & string>(type: T): fc.Arbitrary<Types[T]>
  /** Values of one constructor or method: `named('messages.sendMessage')`. */
  named<N extends keyof ByName<Any>>(name: N): fc.Arbitrary<ByName<Any>[N]>
  /** The same where only a name is known, and no more of the value. */
  anyNamed(name: Any['_']): fc.Arbitrary<Any>
  /** Any request. */
  method(): fc.Arbitrary<Method>
  /** The names of all constructors and methods. */
  readonly names: readonly Any['_'][]
}

/** Values of the API in today's layer. */
export function apiArbitraries(
  options?: ArbitraryOptions,
): SchemaArbitraries<ApiTypes, api.Object | api.Method, api.Method>
export function apiArbitraries(options?: ArbitraryOptions): unknown {
  return ofDefinitions(apiDefinitions, options)
}

/** Values of the service schema. */
export function mtprotoArbitraries(
  options?: ArbitraryOptions,
): SchemaArbitraries<MtprotoTypes, mtproto.Object | mtproto.Method, mtproto.Method>
export function mtprotoArbitraries(options?: ArbitraryOptions): unknown {
  return ofDefinitions(mtprotoDefinitions, options)
}

/** Values of the end-to-end schema, in the forms of all layers. */
export function secretArbitraries(options?: ArbitraryOptions): SchemaArbitraries<SecretTypes, secret.Object, never>
export function secretArbitraries(options?: ArbitraryOptions): unknown {
  return ofDefinitions(secretDefinitions, options)
}

function ofDefinitions(text: string, options: ArbitraryOptions | undefined): unknown {
  // Without `boolTrue` and `boolFalse`, which are JavaScript's booleans.
  const definitions = parseDefinitions(text).filter(({ isMethod, result }) => isMethod || result.kind === 'boxed')
  return face(
    new Arbitraries(definitions, options),
    definitions.map(({ name }) => name),
  )
}

function face(all: Arbitraries, names: readonly string[]): unknown {
  return {
    type: (type: string) => all.ofType(type),
    named: (name: string) => all.ofName(name),
    anyNamed: (name: string) => all.ofName(name),
    method: () => all.anyMethod(),
    names,
  }
}
