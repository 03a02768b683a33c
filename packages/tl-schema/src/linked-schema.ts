/**
 * The linked schema: what `link` makes of one or more syntax trees. Every name is resolved, every number is known,
 * every check has passed. Code generators and schema walkers read this and never look at syntax.
 */
import type { Doc } from './docs/doc.ts'
import type { Span } from './source.ts'

export interface LinkedSchema {
  /** From a `// LAYER n` comment. */
  readonly layer: number | undefined
  /** Constructors in the order of the source, without the declarations of built-in types (`vector`, `int`, `int128`). */
  readonly constructors: readonly Combinator[]
  readonly methods: readonly Combinator[]
  /**
   * Constructors by boxed type. A type that is only ever a result, or that stands for bytes built outside TL (`HttpWait`),
   * is here with an empty list.
   */
  readonly types: ReadonlyMap<string, readonly Combinator[]>
  /** Constructors and methods by full name; a name belongs to one of them only. */
  readonly byName: ReadonlyMap<string, Combinator>
  readonly byId: ReadonlyMap<number, Combinator>
  /** Types that are declared as built in (`int ? = Int;`), by name. */
  readonly builtins: ReadonlyMap<string, BuiltinType>
  /** What is said of types, by name. */
  readonly typeDocs: ReadonlyMap<string, Doc>
}

/** `Int` of `int ? = Int;`: a primitive with this number in front. */
export interface BuiltinType {
  readonly name: PrimitiveName
  readonly id: number
}

export interface Combinator {
  readonly kind: 'constructor' | 'method'
  /** Full name with its namespace: `messages.sendMessage`. */
  readonly name: string
  /** In a schema that was made ready for generating: what this case of a polymorphic type is called, `maybeTrue<int>`. */
  readonly instance?: string
  /** `messages`, `a.b` for `a.b.c`, or undefined for a name without a namespace. */
  readonly namespace: string | undefined
  /** uint32, as written or computed by CRC-32. */
  readonly id: number
  readonly params: readonly Param[]
  /** Names of the type and nat parameters in braces, `{X:Type}`, in order. */
  readonly generics: readonly Generic[]
  readonly result: TypeRef
  /** Canonical one-line text with number and semicolon; fit for a docstring. */
  readonly definition: string
  /** Layers in which this definition is in force. Undefined when the sources carry no layer marks. */
  readonly layers: readonly LayerRange[] | undefined
  /** What comments, or a file of docs, say of it. */
  readonly doc?: Doc | undefined
  readonly span: Span
}

export interface Generic {
  readonly name: string
  readonly kind: 'Type' | 'nat'
}

/** Both ends included. An open end is `Number.POSITIVE_INFINITY`. */
export interface LayerRange {
  readonly first: number
  readonly last: number
}

export interface Param {
  /** As written (`srp_B`); for a field without a name `arg1`, `arg2`, … by position. */
  readonly name: string
  readonly type: TypeRef
  readonly condition: Condition | undefined
  /**
   * True for a `#` field of which later fields test bits (`flags:#`): a codec computes these bits instead of storing them.
   * Any other `#` field is a number like others, whatever it is called.
   */
  readonly isFlagWord: boolean
}

export interface Condition {
  /** Name of the flag word. */
  readonly flags: string
  /** The bit that must be set; undefined for `x?T`, which asks that `x` is not zero. */
  readonly bit: number | undefined
}

/** Types whose wire form TL itself fixes. `nat` is `#`; `true` has no bytes; `Object` is any boxed value. */
export type PrimitiveName =
  | 'int'
  | 'long'
  | 'double'
  | 'string'
  | 'bytes'
  | 'int128'
  | 'int256'
  | 'int512'
  /** A `long` that is a safe integer, and so a number. */
  | 'int53'
  | 'float'
  | 'nat'
  | 'true'
  | 'Bool'
  | 'Object'

export type TypeRef =
  | { readonly kind: 'primitive'; readonly name: PrimitiveName }
  /** A value with its constructor number in front. `args` are those of a polymorphic type (`Maybe int`). */
  | { readonly kind: 'boxed'; readonly type: string; readonly args: readonly TypeArg[] }
  /** A built-in type with its number in front: `Int` of `int ? = Int;`. */
  | { readonly kind: 'boxedBuiltin'; readonly type: string; readonly name: PrimitiveName; readonly id: number }
  /** A value of a type with exactly one constructor, without the number: `future_salt` or `%FutureSalt`. */
  | { readonly kind: 'bare'; readonly type: string; readonly constructor: string; readonly args: readonly TypeArg[] }
  /** `Vector<T>` (boxed: 0x1cb5c415 in front) or `vector<T>`. */
  | { readonly kind: 'vector'; readonly boxed: boolean; readonly item: TypeRef }
  /** A type variable. `isQuery` marks `!X`: any method whose result is X. */
  | { readonly kind: 'generic'; readonly name: string; readonly isQuery: boolean }
  /** `count*[ fields ]`: the fields, repeated without a length in front. */
  | { readonly kind: 'repeat'; readonly count: NatRef; readonly fields: readonly Param[] }

export type TypeArg = TypeRef | NatRef

/** A natural number in a type: a constant, or a variable (an earlier `#` field or `{n:#}`) plus a constant. */
export type NatRef =
  | { readonly kind: 'nat'; readonly value: number }
  | { readonly kind: 'natVariable'; readonly name: string; readonly plus: number }
