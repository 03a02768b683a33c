import { foldText } from './fold-text.ts'
import { invalid } from './refusal.ts'
import { cutText } from './text-length.ts'

/** "topics_pinned_limit". */
export const maxPinnedTopics = 5
/** So many topics a forum has at most: each is looked at when their titles are searched. */
export const maxTopics = 10_000

const maxTitleLength = 128
const maxRawLength = 4 * maxTitleLength

/** The colours of icons ("forumTopic", `icon_color`), the first of which is that of whoever names none. */
const iconColors: readonly number[] = [0x6f_b9_f0, 0xff_d6_7e, 0xcb_86_db, 0x8e_ee_98, 0xff_93_b2, 0xfb_6f_5f]

/** Throws `TOPIC_TITLE_EMPTY`. */
export function parseTopicTitle(input: string): string {
  const title = cutText(input.slice(0, maxRawLength).trim(), maxTitleLength)
  if (title === '') throw invalid('TOPIC_TITLE_EMPTY')
  return title
}

/** How a title is looked for. */
export function topicSearch(title: string): string {
  return foldText(title)
}

export function parseIconColor(color: number | undefined): number {
  const [first = 0] = iconColors
  if (color === undefined) return first
  if (!iconColors.includes(color)) throw invalid('TOPIC_ICON_COLOR_INVALID')
  return color
}
