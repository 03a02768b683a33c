/** How names of the schema become names in TypeScript. */

/** `srp_B` to `srpB`, `g_a_or_b` to `gAOrB`, `new_nonce_hash1` to `newNonceHash1`. */
export function camelCase(name: string): string {
  return name.replace(/_+([a-zA-Z0-9])/g, (_, next: string) => next.toUpperCase())
}

/** A name as part of an identifier: `messages.Dialogs` to `messages_Dialogs`. */
export function flatName(name: string): string {
  return name.replaceAll('.', '_')
}

/** A property name in an object or interface: quoted only where it has to be. */
export function propertyKey(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : `'${name}'`
}

/** `messages.Dialogs` to `['messages', 'Dialogs']`; the first part is undefined for a name without a namespace. A dot in `Maybe<a.B>` is none of its own. */
export function splitName(name: string): [namespace: string | undefined, local: string] {
  const [head = ''] = name.split('<', 1)
  const dot = head.lastIndexOf('.')
  return dot < 0 ? [undefined, name] : [name.slice(0, dot), name.slice(dot + 1)]
}

/** A constructor number as the generated code compares it: signed, as `Reader.int` gives it. */
export function idLiteral(id: number): string {
  const hex = `0x${(id >>> 0).toString(16).padStart(8, '0')}`
  return (id | 0) < 0 ? `${hex} | 0` : hex
}

/** A constructor number as a key of a table. */
export function idKey(id: number): string {
  return `0x${(id >>> 0).toString(16).padStart(8, '0')}`
}

/** Words that name no type and no namespace, and what the generated types refer to by its bare name. */
export const RESERVED_TYPES: ReadonlySet<string> = new Set(
  `any bigint boolean false never null number object string symbol true undefined unknown void in new function typeof
  default delete import break case catch class const continue debugger do else enum export extends finally for if
  instanceof return super switch this throw try var while with implements interface let package private protected public
  static yield await Uint8Array UnknownObject`.split(/\s+/),
)

const RESERVED = new Set(
  `r w v o break case catch class const continue debugger default delete do else enum export extends false finally for
  function if import in instanceof new null return super switch this throw true try typeof var void while with yield let
  static implements interface package private protected public await arguments eval undefined l put upgrade readQuery
  writeQuery readObject writeObject`.split(/\s+/),
)

/** A local variable for a field. */
export function localName(field: string): string {
  const name = camelCase(field)
  return RESERVED.has(name) ? `${name}_` : name
}
