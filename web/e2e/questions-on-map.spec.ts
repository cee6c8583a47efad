import { asked, expect, test } from './atlas';
import { type Answered, QuestionPage } from './question-page';

test('members are picked by drawing a polygon on the map, or given up with Escape', async ({
  page,
  isMobile,
  locale,
}) => {
  test.skip(isMobile, 'corners are marked with a pointer; a phone pastes or draws by touch');
  const it = await QuestionPage.of(page, 'regional-partners', locale, isMobile);
  await it.open('&at=20.7,-103.4,7');
  const draw = page.locator('#parameter-polygon-draw');
  const told = page.locator('.task');
  await draw.click();
  await expect(told).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(told).toBeHidden();
  await expect(page).not.toHaveURL(/polygon/);

  await draw.click();
  await expect(page.locator('.maplibregl-canvas')).toBeFocused();
  const corners = [
    [800, 350],
    [1000, 350],
    [1000, 550],
  ] as const;
  for (const [x, y] of corners) {
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.up();
  }
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/q\.polygon=POLYGON/);
  await expect(it.rows.first()).toBeVisible();
  const polygon = new URLSearchParams(new URL(page.url()).hash.slice(1)).get('q.polygon') ?? '';
  const answer = await asked<Answered>(
    page,
    `/questions/regional-partners?limit=1&polygon=${encodeURIComponent(polygon)}`,
  );
  await expect(page.getByTestId('matched')).toHaveText(answer.numberMatched.toLocaleString('en'));
});

test('the click that ends a drawing on its first corner opens no card, and the form has the focus again', async ({
  page,
  isMobile,
  locale,
}) => {
  const it = await QuestionPage.of(page, 'regional-partners', locale, isMobile);
  await it.open('&at=23.6,-102,4.5');
  if (isMobile) await it.unfoldForm();
  await page.locator('#parameter-polygon-draw').click();
  const told = page.locator('.task');
  await expect(told).toBeVisible();
  await expect(page.locator('.maplibregl-canvas')).toBeFocused();
  const [left, right, top, bottom] = isMobile ? [120, 260, 380, 480] : [850, 1000, 450, 550];
  const corners = [
    [left, top],
    [right, top],
    [right, bottom],
    [left, top],
  ] as const;
  for (const [x, y] of corners) {
    if (isMobile) await page.touchscreen.tap(x, y);
    else await page.mouse.click(x, y);
  }
  await expect(page).toHaveURL(/q\.polygon=POLYGON/);
  await expect(told).toBeHidden();
  await expect(page.locator('#parameter-polygon-draw')).toBeFocused();
  await expect(page).not.toHaveURL(/municipality=|office=/);
});

test('of two parameters that take places from the map only the one that waits says so', async ({
  page,
  isMobile,
  locale,
}) => {
  test.skip(isMobile, 'the form is put away while the map is needed');
  const it = await QuestionPage.of(page, 'regional-partners', locale, isMobile);
  await it.open('&at=20.7,-103.4,7');
  await it.unfoldForm();
  const [members, others] = [
    page.locator('#parameter-member-map'),
    page.locator('#parameter-compare_member-map'),
  ];
  await others.click();
  await expect(others).toHaveAttribute('aria-pressed', 'true');
  await expect(members).toHaveAttribute('aria-pressed', 'false');
  await members.click();
  await expect(others).toHaveAttribute('aria-pressed', 'false');
  await expect(members).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('Escape');
  await expect(members).toHaveAttribute('aria-pressed', 'false');
  await expect(members).toBeFocused();
});
