import { expect, open, test } from './atlas';

test('finds Córdoba without its accent and opens its card', async ({ page }) => {
  await open(page);
  const search = page.getByRole('combobox', { name: 'Buscar municipio o estado' });
  await search.fill('cordoba');
  await page.getByRole('option', { name: /Córdoba.*Veracruz/ }).click();
  await expect(page.getByRole('heading', { name: 'Córdoba' })).toBeVisible();
  await expect(page).toHaveURL(/municipality=30044/);
});

test('a state that is searched for becomes the filter', async ({ page }) => {
  await open(page);
  await page.getByRole('combobox', { name: 'Buscar municipio o estado' }).fill('michoacan');
  await page.getByRole('option', { name: /Michoacán.*Estado/ }).click();
  await expect(page).toHaveURL(/q\.state=16/);
  await expect(page.getByTestId('announcement')).toHaveText(/de 113\./);
});

test('says that no place has the name', async ({ page }) => {
  await open(page);
  await page.getByRole('combobox', { name: 'Buscar municipio o estado' }).fill('qwxz');
  await expect(page.getByText('Ningún lugar con ese nombre').first()).toBeVisible();
});
