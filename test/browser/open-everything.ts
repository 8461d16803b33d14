import type { Page } from 'playwright-core'

/** What may set styles or load scripts only once somebody asks for it. */
const openers = 'button[aria-haspopup], button[aria-expanded="false"], [role="tab"], summary'

/** Opens each menu, dialog, tab and card of a page one after the other, and leaves none open. */
export async function openEverything(page: Page): Promise<void> {
  const times = page.locator('main time')
  if ((await times.count()) > 0)
    await times
      .first()
      .hover({ timeout: 1_000 })
      .catch(() => {})
  for (const opener of await page.locator(openers).all()) {
    if (!(await opener.isVisible())) continue
    await opener.click({ timeout: 1_000 }).catch(() => {})
    await page.keyboard.press('Escape')
  }
  await page.keyboard.press('Control+k')
  await page.keyboard.press('Escape')
  await page.keyboard.press('?')
  await page.keyboard.press('Escape')
}
