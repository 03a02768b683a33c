export { type EntityKind, type FormattedText, MarkupError, type TextEntity } from './formatting/formatted-text.ts'
export { parseHtml } from './formatting/html.ts'
export { parseMarkdown } from './formatting/markdown.ts'
export { parseMarkdownV2 } from './formatting/markdown-v2.ts'
