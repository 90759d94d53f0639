"""Common first names and surnames in the United States: evidence of which is which in a title.

From the public lists of the Social Security Administration (first names) and the Census Bureau
(surnames). A name that is missing here is still taken where its place says what it is.
"""

from collections.abc import Sequence

from core.rules.calendar_words import word_set
from core.rules.visit_columns import fold

GIVEN_NAMES = word_set(
    """
    aaliyah aaron abby abel abigail abraham ada adam adan addison adela adriana adrian adrienne
    agnes aidan aiden alan alana albert alberto alejandra alejandro alex alexa alexander
    alexandra alexis alfonso alfred alfredo alice alicia alina alisha alison allan allen allison
    alma alondra alvaro alyssa amanda amber amelia amy ana anabel andre andrea andres andrew
    andy angel angela angelica angelina angie anita ann anna annabelle anne annette annie
    anthony antonia antonio april araceli ariana ariel armando arthur arturo ashley aubrey
    audrey aurora austin ava avery barbara beatrice beatriz becky belen belinda ben benito
    benjamin bernadette bernard bertha beth betty beverly bianca bill billy blanca bob bobby
    bonnie brad bradley brandon brayan brenda brian briana brianna bridget brittany brooke bruce
    bruno bryan bryce caleb calvin camila cameron candace carl carla carlos carmen carol
    carolina caroline carolyn carrie casey cassandra catalina catherine cathy cecilia cesar chad
    charlene charles charlie charlotte chelsea cheryl chloe chris christian christina christine
    christopher cindy claire clara claudia cody colin colleen connie connor consuelo corey
    courtney craig cristian cristina crystal curtis cynthia daisy dalia damian dan dana daniel
    daniela danielle danny darlene daryl dave david dawn dean deanna debbie deborah debra delia
    denise dennis derek diana diane diego dolores dominic dominique don donald donna doris
    dorothy doug douglas duane dustin dylan earl ed eddie edgar edith eduardo edward edwin
    efrain eileen elaine elena eli eliana elias elijah elisa elise elizabeth ella ellen eloisa
    elsa elvira emilia emiliano emilio emily emma enrique eric erica erick ernest ernesto erika
    erin esmeralda esperanza esteban estela esther ethan eugene eugenia eva evan evelyn fabian
    fabiola fatima faye federico felipe felicia felix fernanda fernando florence frances
    francesca francis francisca francisco frank fred freddy frida gabriel gabriela gabrielle
    gail gary gavin gene george gerald geraldine gerardo gilbert gilberto gina giovanni gisela
    gladys glenn gloria gonzalo grace graciela greg gregorio gregory griselda guadalupe
    guillermo gustavo hailey hannah harold harry hazel heather hector heidi helen henry herbert
    herman hilda holly hope horacio howard hugo humberto ian ignacio ileana ines irene iris irma
    isaac isabel isabella isaiah ismael israel itzel ivan ivette jack jackie jackson jacob
    jacqueline jade jaime jake james jamie jan jane janet janice jared jasmine jason javier jay
    jayden jean jeanette jeff jeffrey jenna jennifer jenny jeremy jerry jesse jessica jessie
    jesus jill jim jimena jimmy jo joan joann joanna joanne joaquin joe joel joey john johnny
    jon jonathan jordan jorge jose josefina joseph joshua josue joy joyce juan juana juanita
    judith judy julia julian juliana julie julieta julio june justin kaitlyn karen karina karl
    karla kate katherine kathleen kathryn kathy katie katrina kayla keith kelly kelsey ken
    kenneth kenny kevin kim kimberly kirk kristen kristin kristina kurt kyle larry laura lauren
    laurie lawrence leah leo leon leonard leonardo leonor leslie leticia liam lidia lillian lily
    linda lindsay lindsey lisa logan lois lorena lorenzo loretta lori lorraine lou louis louise
    lourdes lucas lucia luciana lucille lucy luis luisa luke lupe luz lydia lynn mabel mackenzie
    madeline madison magdalena manuel manuela marc marcela marcelo marcia marco marcos marcus
    margaret margarita maria mariah mariana maribel maricela marie mariela marilyn marina mario
    marisa marisol marissa marjorie mark marlene marsha marta martha martin marvin mary mason
    mateo mathew matilde matt matthew mauricio maureen maurice mayra megan melanie melinda
    melissa melvin mercedes meredith mia micaela michael micheal michele michelle miguel mike
    mildred minerva miranda miriam misty mitchell moises molly monica monique morgan myrna nadia
    nancy naomi natalia natalie natasha nathan nathaniel nayeli neil nelson nestor nicholas nick
    nicolas nicole nina noah noe noel noemi nora norma norman octavio ofelia olga oliver olivia
    omar oscar osvaldo owen pablo paige paloma pam pamela pat patricia patricio patrick patsy
    paul paula pauline paulina pedro peggy penny perla peter phil philip phillip phyllis pilar
    priscilla rachel rafael ralph ramiro ramon ramona randall randy raquel raul ray raymond
    rebecca regina rene renee reyna rhonda ricardo richard rick ricky rigoberto rita rob robert
    roberta roberto robin rocio rodney rodolfo rodrigo rogelio roger roland rolando roman ron
    ronald ronnie rosa rosalinda rosario rose rosemary ross roy ruben ruby rudy russell ruth
    ryan sabrina sally salvador sam samantha samuel sandra sandy santiago sara sarah saul
    savannah scott sean sebastian selena sergio seth shane shannon sharon shawn sheila shelby
    shelly sherri sherry shirley silvia simon sofia sonia sophia sophie stacey stacy stanley
    stella stephanie stephen steve steven stuart sue summer susan susana suzanne sydney sylvia
    tamara tammy tanya tara taylor ted teresa teri terri terry thelma theodore theresa thomas
    tiffany tim timothy tina todd tom tomas tommy toni tony tonya tracy travis trevor trinidad
    tristan troy tyler ulises valentina valeria valerie vanessa vera veronica vicente vicki
    vicky victor victoria vincent viola violet virginia vivian viviana wade walter wanda warren
    wayne wendy wesley whitney wilfredo william willie xavier xiomara ximena xochitl yadira
    yesenia yolanda yvette yvonne zachary zoe zulema
    """
)

SURNAMES = word_set(
    """
    acosta adams aguilar aguirre alexander allen alvarado alvarez anderson avila bailey baker
    barnes beltran bennett bell brooks brown bryant butler cabrera calderon campbell campos
    cardenas carrillo carter castaneda castillo castro cervantes chan chang chavez chen clark
    coleman collins contreras cook cooper cortez cox cruz davis delacruz delgado diaz dominguez
    duran edwards escobar espinoza estrada evans fernandez figueroa fisher flores ford foster
    fuentes gallegos garcia garza gibson gomez gonzales gonzalez graham gray green griffin
    guerra guerrero gutierrez guzman hall hamilton harris harrison hayes henderson hernandez
    herrera hill howard huang huerta hughes ibarra jackson jenkins jimenez johnson jones juarez
    kelly kennedy khan kim king lee leon lewis li lin liu long lopez lozano lucero lugo luna
    macias maldonado marquez marshall martinez mcdonald medina mejia mendez mendoza meyer miller
    miranda molina montoya moore mora morales moreno morris munoz murphy murray myers navarro
    nelson nguyen nunez ochoa orozco ortega ortiz owens pacheco padilla park parker patel
    patterson pena perez perry peterson pham phillips powell powers price quintero ramirez ramos
    reed reyes reynolds richardson rios rivas rivera robertson robinson robles rodriguez rogers
    rojas romero ross rosales rubio ruiz russell salazar salinas sanchez sanders sandoval
    santiago santos serrano silva simmons singh smith solis soto stevens stewart suarez sullivan
    thompson torres tran trejo trevino trujillo turner valdez valencia valenzuela vargas vasquez
    vazquez vega velasquez velez villa villanueva villarreal wallace wang ward washington watson
    west white williams wilson wong wood woods wright wu yang young zamora zhang zuniga
    """
)

_COURTESY = frozenset({"don", "dona"})
_SPANISH_GIVEN_NAMES = word_set(
    """
    adela adolfo alberto alejandro alfonso alfredo alicia alvaro amparo andres angela antonia
    antonio arturo beatriz benito berta blanca carlos carlota carmen catalina cesar concepcion
    consuelo cristina cristobal dolores domingo eduardo elena elvira emilia emilio enrique ernesto
    esperanza esteban eugenio eusebio felipe fernando fidel francisca francisco gabriela gerardo
    gilberto gloria gonzalo graciela gregorio guadalupe guillermo gustavo hector hernan hilario
    hortensia ignacio ines isabel jacinto jaime javier jesus joaquin jorge jose josefa josefina
    juan juana julia julio leonor leopoldo leticia lorenzo lourdes lucia luis luisa lupe manuel
    manuela marcelino marcos margarita maria mariana mario marta mateo matilde mauricio mercedes
    miguel nicolas ofelia olga oscar pablo patricio pedro pilar rafael ramiro ramon raquel raul
    refugio ricardo roberto rocio rodolfo rodrigo rogelio rosa rosario ruben salvador santiago
    sebastian sergio silvia simon sofia soledad susana teodoro teresa tomas veronica vicente victor
    yolanda
    """
)


def follows_courtesy(words: Sequence[str]) -> bool:
    """Tell "Don Miguel", a courtesy before a Spanish first name, from "Don Smith", a first name."""
    if len(words) < 2 or fold(words[0]) not in _COURTESY:  # noqa: PLR2004
        return False
    return "\u00f1" in words[0].casefold() or fold(words[1]) in _SPANISH_GIVEN_NAMES
