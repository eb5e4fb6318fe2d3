"""Files as the EMISS exports them, for the tests: SDMX with code lists, units and periods."""

REGIONS = "Классификатор объектов административно-территориального деления (ОКАТО)"
GENERIC = "http://www.SDMX.org/resources/SDMXML/schemas/v1_0/generic"
STRUCTURE = "http://www.SDMX.org/resources/SDMXML/schemas/v1_0/structure"


def emiss(
    series: list[tuple[str, str, dict[str, str]]],
    *,
    unit: str = "процент",
    period: str = "значение показателя за год",
    name: str = "Уровень безработицы",
) -> str:
    """The text of a file. series: region, age group ("" for a file without them) and figures by year."""
    regions = list(dict.fromkeys(region for region, _, _ in series))
    ages = list(dict.fromkeys(age for _, age, _ in series if age))
    lists = _codes("s_OKATO", REGIONS, regions) + (_codes("s_vozr", "Возраст", ages) if ages else "")
    parts = "".join(
        "<g:Series><g:SeriesKey>"
        + (f'<g:Value concept="s_vozr" value="{ages.index(age)}"/>' if age else "")
        + f'<g:Value concept="s_OKATO" value="{regions.index(region)}"/></g:SeriesKey>'
        + f'<g:Attributes><g:Value concept="EI" value="{unit}"/><g:Value concept="PERIOD" value="{period}"/>'
        + "</g:Attributes>"
        + "".join(
            f'<g:Obs><g:Time>{year}</g:Time><g:ObsValue value="{value}"/></g:Obs>' for year, value in figures.items()
        )
        + "</g:Series>"
        for region, age, figures in series
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><GenericData xmlns:g="{GENERIC}" xmlns:s="{STRUCTURE}">'
        f'<CodeLists>{lists}</CodeLists><Description><Indicator id="1" name="{name}"/></Description>'
        f"<DataSet>{parts}</DataSet></GenericData>"
    )


def _codes(code_list: str, title: str, names: list[str]) -> str:
    codes = "".join(
        f'<s:Code value="{code}"><s:Description>{name}</s:Description></s:Code>' for code, name in enumerate(names)
    )
    return f'<s:CodeList id="{code_list}"><s:Name>{title}</s:Name>{codes}</s:CodeList>'
