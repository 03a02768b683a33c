/** The login code of a test number (99966XYYYY): the digit X five times. */
export function codeOf(phone: string): string {
  return (phone[5] ?? '').repeat(5)
}
