/**
 * The syntax tree, one node per construct of "Formal description of TL" and "Formal description of TL combinators"
 * (core.telegram.org/mtproto/TL-formal, /TL-combinators). Comments are kept, so that formatting loses nothing.
 */
import type { SourceFile, Span } from './source.ts'

export interface Program {
  readonly source: SourceFile
  readonly items: readonly Item[]
  /** Comments after the last item. */
  readonly comments: readonly Comment[]
  /** What could not be read. A name in there may well be defined, so the linker does not call it unknown. */
  readonly skipped: readonly Span[]
}

export interface Comment {
  readonly style: 'line' | 'block'
  /** What stands between the marks, without space at the ends. */
  readonly text: string
  /** The same as it was written, with its spaces; printing keeps it. Absent in a comment that no file has. */
  readonly raw?: string
  /** An empty line stood before it. */
  readonly blankBefore: boolean
  readonly span: Span
}

export type Item = SectionMark | Declaration
export type Declaration = CombinatorDeclaration | BuiltinDeclaration | PartialDeclaration | FinalDeclaration

interface ItemBase {
  /** Comments above the item, and those that stood inside it. */
  readonly comments: readonly Comment[]
  /** Comments after it on its last line. */
  readonly trailing: readonly Comment[]
  readonly blankBefore: boolean
  readonly span: Span
}

/** `---types---` or `---functions---`. */
export interface SectionMark extends ItemBase {
  readonly kind: 'section'
  readonly section: Section
}

export type Section = 'types' | 'functions'

/** `user#b1b8cc83 flags:# id:long = User;` */
export interface CombinatorDeclaration extends ItemBase {
  readonly kind: 'combinator'
  readonly name: Name
  readonly number: ConstructorNumber | undefined
  readonly generics: readonly GenericArg[]
  readonly args: readonly Arg[]
  /** `= !T`: a function among the types. */
  readonly isFunction: boolean
  readonly result: Expression
}

/** `int ? = Int;`: a type whose values the language itself knows how to write. */
export interface BuiltinDeclaration extends ItemBase {
  readonly kind: 'builtin'
  readonly name: Name
  readonly number: ConstructorNumber | undefined
  readonly result: Name
}

/** `Vector int;` or `vector int;`: names one case of a polymorphic type or constructor. */
export interface PartialDeclaration extends ItemBase {
  readonly kind: 'partial'
  readonly expression: Expression
}

/** `New T;` no constructor before, `Final T;` none after, `Empty T;` none at all. */
export interface FinalDeclaration extends ItemBase {
  readonly kind: 'final'
  readonly keyword: FinalKeyword
  readonly type: Name
}

export type FinalKeyword = 'New' | 'Final' | 'Empty'

/** An identifier with its place; `_` stands for an anonymous one. */
export interface Name {
  readonly text: string
  readonly span: Span
}

export interface ConstructorNumber {
  /** uint32 */
  readonly value: number
  readonly span: Span
}

/** `{X Y:Type}` */
export interface GenericArg {
  readonly names: readonly Name[]
  readonly isFunction: boolean
  readonly type: Expression
  readonly span: Span
}

export type Arg = FieldArg | GroupArg | RepeatArg

/** `title:flags.1?string`, or a type alone. */
export interface FieldArg {
  readonly kind: 'field'
  readonly name: Name | undefined
  readonly condition: ConditionNode | undefined
  /** `!X` */
  readonly isFunction: boolean
  readonly type: Expression
  readonly span: Span
}

/** `(x y:int)` */
export interface GroupArg {
  readonly kind: 'group'
  readonly names: readonly Name[]
  readonly isFunction: boolean
  readonly type: Expression
  readonly span: Span
}

/** `rows:m*[ n*[ double ] ]` */
export interface RepeatArg {
  readonly kind: 'repeat'
  readonly name: Name | undefined
  /** Absent: the last `#` field before. */
  readonly count: Expression | undefined
  readonly args: readonly Arg[]
  readonly span: Span
}

/** `flags.3?` or `n?` */
export interface ConditionNode {
  readonly flags: Name
  readonly bit: NumberExpression | undefined
}

export type Expression = NameExpression | NumberExpression | BareExpression | ApplyExpression | SumExpression

/** A type, a type variable, or `#`. */
export interface NameExpression {
  readonly kind: 'name'
  readonly text: string
  readonly span: Span
}

export interface NumberExpression {
  readonly kind: 'number'
  readonly value: number
  readonly span: Span
}

/** `%T` */
export interface BareExpression {
  readonly kind: 'bare'
  readonly of: Expression
  readonly span: Span
}

/** `Vector<int>` (style `angle`) or `Vector int` (style `space`); both mean the same. */
export interface ApplyExpression {
  readonly kind: 'apply'
  readonly style: 'angle' | 'space'
  readonly head: Expression
  readonly args: readonly Expression[]
  readonly span: Span
}

/** `n + 1` */
export interface SumExpression {
  readonly kind: 'sum'
  readonly terms: readonly Expression[]
  readonly span: Span
}
