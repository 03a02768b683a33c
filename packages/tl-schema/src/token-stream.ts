/** A cursor over tokens with the few moves that a recursive-descent parser needs. */
import { createDiagnostic, type Diagnostic, type DiagnosticCode, type DiagnosticExtras } from './diagnostic.ts'
import type { Token, TokenKind } from './lex.ts'
import type { Span } from './source.ts'

/**
 * Unwinds the parser to the declaration it is in. The diagnostic is recorded before it is thrown, so it carries nothing;
 * it never leaves `parse`.
 */
export class SyntaxFault extends Error {
  readonly code = 'TL_SYNTAX'
}

export interface TokenStream {
  readonly diagnostics: Diagnostic[]
  index: number
  readonly tokens: readonly Token[]
}

export function peek(stream: TokenStream, ahead = 0): Token {
  const token = stream.tokens[Math.min(stream.index + ahead, stream.tokens.length - 1)]
  if (token === undefined) throw new SyntaxFault('a token stream has at least its end')
  return token
}

export function previous(stream: TokenStream): Token {
  return stream.tokens[stream.index - 1] ?? peek(stream)
}

export function advance(stream: TokenStream): Token {
  const token = peek(stream)
  if (token.kind !== 'end') stream.index++
  return token
}

export function isMark(token: Token, text: string): boolean {
  return token.kind === 'mark' && token.text === text
}

export function isKind(token: Token, ...kinds: TokenKind[]): boolean {
  return kinds.includes(token.kind)
}

/** Takes the mark if it comes next. */
export function take(stream: TokenStream, text: string): Token | undefined {
  return isMark(peek(stream), text) ? advance(stream) : undefined
}

export function expect(stream: TokenStream, text: string, where: string, hint?: string): Token {
  const token = take(stream, text)
  return token ?? unexpected(stream, `\`${text}\` ${where}`, hint)
}

/** Records "expected …, found …" at the next token and gives the declaration up. */
export function unexpected(stream: TokenStream, expected: string, hint?: string): never {
  const token = peek(stream)
  return fail(stream, 'unexpected-token', token.span, `expected ${expected}, found ${describe(token)}`, { hint })
}

export function fail(
  stream: TokenStream,
  code: DiagnosticCode,
  span: Span,
  message: string,
  extras?: DiagnosticExtras,
): never {
  stream.diagnostics.push(createDiagnostic(code, span, message, extras))
  throw new SyntaxFault(message)
}

export function describe(token: Token): string {
  return token.kind === 'end' ? 'the end of the file' : `\`${token.text}\``
}
